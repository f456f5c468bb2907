import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimEvent, settleEvent } from "../src/processing/reconcile/index.ts";
import { interrupted } from "./support/interrupted.ts";
import type { Organization } from "./support/organization.ts";
import { reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/open/${name}`;
const uses = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `\${test/open/${name}.outputs.v}`]));

/** Applies in the given order and runs all; `v` of each lists its inputs. */
async function build(graph: Record<string, string[]>): Promise<void> {
  for (const [name, needs] of Object.entries(graph)) {
    if (needs.length > 0) world.provider.always(key(name), (call) => succeed({ v: call.config }));
    await org.apply(key(name), needs.length > 0 ? uses(...needs) : { v: 1 });
  }
  await world.work();
  expect(await org.standings(...Object.keys(graph).map(key))).toEqual(Object.keys(graph).map(() => "ready"));
  world.provider.take();
}

/** Makes `name` output another value, and no more than that. */
async function change(name: string, v: number): Promise<void> {
  await org.apply(key(name), { v });
  await (await world.hold(key(name), { worker: "worker-2" })).settle(succeed({ v }));
}

/** Lets everything run to its end, and looks for old values in what was handed over. */
async function workWithout(...old: string[]): Promise<void> {
  await world.work();
  for (const call of world.provider.calls) {
    for (const text of old)
      expect([call.key, JSON.stringify(call.config)]).not.toEqual([call.key, expect.stringContaining(text)]);
  }
}

describe("a mark on what was left alone when its dependencies were marked", () => {
  it("is not missed by a draft that is applied while the change is written", async () => {
    await build({ a: [], d: ["a"], e: ["d"], f: ["a", "e"] });
    await org.draft(key("d"), { ...uses("a"), more: true });
    await org.apply(key("a"), { v: 2 });
    const { claim } = await world.hold(key("a"));
    const core = interrupted(world.core, /^change_resource/, async () => {
      await org.apply(key("d"), { ...uses("a"), more: true });
    });
    expect(await settleEvent(core, claim, succeed({ v: 2 }))).toBe(true);
    expect(await org.standings(key("d"), key("e"), key("f"))).toEqual(["pending+stale", "ready+stale", "ready+stale"]);
    expect(await world.claim(key("f"))).toBe(false);
    await workWithout(`"a":1`);
    expect(await org.standings(key("d"), key("e"), key("f"))).toEqual(["ready", "ready", "ready"]);
  });

  it("comes with the apply of a draft below a mark, and spreads to all below it", async () => {
    await build({ a: [], b: ["a"], c: ["b"], d: ["c"], e: ["d"], f: ["a", "e"] });
    await org.draft(key("d"), { ...uses("c"), more: true });
    await change("a", 2);
    expect(await org.standings(key("c"), key("d"), key("e"))).toEqual(["ready+stale", "draft", "ready"]);
    await org.apply(key("d"), { ...uses("c"), more: true });
    expect(await org.standings(key("d"), key("e"), key("f"))).toEqual(["pending+stale", "ready+stale", "ready+stale"]);
    expect((await org.trail(key("e"))).at(-1)).toBe("STALE:ready>ready");
    // The next change finds b marked, and what is below it as well.
    await change("a", 3);
    expect(await world.claim(key("f"))).toBe(false);
    await workWithout(`"a":1`, `"a":2`);
    expect(await org.standings(key("d"), key("e"), key("f"))).toEqual(["ready", "ready", "ready"]);
  });

  it("comes with a new dependency that is marked", async () => {
    await build({ a: [], b: ["a"], c: ["b"], d: [], e: ["d"], f: ["a", "e"] });
    await change("a", 2);
    world.provider.always(key("d"), (call) => succeed({ v: call.config }));
    await org.apply(key("d"), uses("c"));
    expect(await org.standings(key("d"), key("e"))).toEqual(["pending+stale", "ready+stale"]);
    await change("a", 3);
    expect(await world.claim(key("f"))).toBe(false);
    await workWithout(`"a":1`, `"a":2`);
    expect(await org.standings(key("d"), key("e"), key("f"))).toEqual(["ready", "ready", "ready"]);
  });

  it("does not come if no dependency is marked, nor to what has given nobody a value", async () => {
    await build({ a: [], b: ["a"], d: ["b"], e: ["d"] });
    await org.draft(key("d"), { ...uses("b"), more: true });
    await org.apply(key("d"), { ...uses("b"), more: true });
    expect(await org.standings(key("d"), key("e"))).toEqual(["pending", "ready"]);
    await world.work();
    await change("a", 2);
    await org.apply(key("new"), uses("d"));
    expect(await org.standings(key("d"), key("new"))).toEqual(["ready+stale", "pending"]);
    await world.work();
    expect((await org.get(key("new"))).resolved_config).toEqual({ d: { b: { a: 2 }, more: true } });
  });
});

describe("a mark that is cleared while a change waits to set it", () => {
  it("is set again, with everything that was below it", async () => {
    // m comes out the same, so that r, d and f are marked and found unchanged one after another.
    await build({ e: [], m: ["e"], a: [], a0: ["a"], r: ["a", "m"], x: ["r"], z: ["a", "x"] });
    world.provider.always(key("m"), succeed({ v: { e: 1 } }));
    await change("e", 2);
    await world.reconcile({ organizationId: org.id, key: key("m") });
    expect(await org.standings(key("m"), key("r"), key("x"), key("z"))).toEqual([
      "ready",
      ...Array(3).fill("ready+stale"),
    ]);

    const release = await world.lockRow(key("a0"));
    let settled: Promise<boolean> | undefined;
    const core = interrupted(world.core, /^change_resource/, async () => {
      await org.apply(key("a"), { v: 2 });
      settled = (await world.hold(key("a"), { worker: "worker-2" })).settle(succeed({ v: 2 }));
      await world.lockAwaited();
    });
    expect(await claimEvent(core, { organizationId: org.id, key: key("r"), owner: "worker-1" })).toBeNull();
    expect(await world.claim(key("x"))).toBe(false);
    expect(await org.standings(key("r"), key("x"))).toEqual(["ready", "ready"]);
    await release();
    expect(await settled).toBe(true);
    expect(await org.standings(key("r"), key("x"), key("z"))).toEqual(Array(3).fill("ready+stale"));
    expect(await world.claim(key("z"))).toBe(false);
    await workWithout();
    expect((await org.get(key("z"))).resolved_config).toEqual({ a: 2, x: { r: { a: 2, m: { e: 1 } } } });
  });
});

describe("a change that runs down a chain", () => {
  it("reads and writes as much at each step, however long the chain", async () => {
    const single = await createWorld({}, { connections: 1 });
    // Statistics that arrive midway would change how the same data is read.
    for (const table of ["resources", "edges", "events"]) {
      await single.pool.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
    }
    try {
      const cost = async (length: number) => {
        const organization = single.moveOn();
        const names = Array.from({ length }, (_, index) => `n${String(index).padStart(3, "0")}`);
        for (const [index, name] of names.entries()) {
          single.provider.always(key(name), (call) => succeed({ v: call.config["v"] ?? null }));
          const below = names[index - 1];
          await organization.apply(key(name), below ? { v: `\${${key(below)}.outputs.v}` } : { v: 1 });
        }
        await single.work();
        await organization.apply(key("n000"), { v: 2 });
        await single.step();
        expect(await organization.standing(key(names.at(-1) ?? ""))).toBe("ready+stale");
        const before = await rowsTouched(single);
        await single.step();
        return (await rowsTouched(single)) - before;
      };
      const short = await cost(10);
      expect(short).toBeGreaterThan(0);
      expect(await cost(80)).toBe(short);
    } finally {
      await single.close();
    }
  });

  it("goes on below a failure, a cancel and a running one once they are done", async () => {
    await build({ a: [], b: ["a"], c: ["b"], d: ["c"] });
    world.provider.answer(key("b"), reject());
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(await org.standings(key("b"), key("c"), key("d"))).toEqual(["failed", "ready+stale", "ready+stale"]);
    await change("a", 3);
    expect(await org.standing(key("b"))).toBe("failed+stale");
    const held = await world.hold(key("b"));
    await change("a", 4);
    expect(await org.standing(key("b"))).toBe("processing+stale");
    await org.cancel(key("b"));
    expect(await held.settle(succeed({ v: 0 }))).toBe(false);
    await change("a", 5);
    expect(await org.standings(key("b"), key("c"), key("d"))).toEqual(["failed+stale", "ready+stale", "ready+stale"]);
    await world.loseLeases();
    await workWithout();
    expect((await org.get(key("d"))).resolved_config).toEqual({ c: { b: { a: 5 } } });
  });
});

/** Rows of resources and edges that were read or written so far, as PostgreSQL counts them. */
async function rowsTouched({ pool }: World): Promise<number> {
  await pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await pool.query<{ touched: string }>(
    `SELECT sum(seq_tup_read + COALESCE(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd) AS touched
     FROM pg_stat_user_tables WHERE relname IN ('resources', 'edges')`,
  );
  return Number(rows[0]?.touched);
}
