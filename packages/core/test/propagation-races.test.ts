import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimEvent, settleEvent } from "../src/processing/reconcile/index.ts";
import { interrupted } from "./support/interrupted.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
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

/** Claims an event while something else happens, once, between the look at its resource and what is written of it. */
function claimAround(name: string, interruption: () => Promise<void>) {
  const core = interrupted(world.core, /^change_resource/, interruption);
  return claimEvent(core, { organizationId: org.id, key: key(name), owner: "worker-1" });
}

/** Makes `name` output another value, from apply to settle. */
async function change(name: string, v: number): Promise<void> {
  await org.apply(key(name), { v });
  await (await world.hold(key(name), { worker: "worker-2" })).settle(succeed({ v }));
}

async function build(graph: Record<string, string[]>): Promise<void> {
  for (const [name, needs] of Object.entries(graph)) {
    await org.apply(key(name), needs.length > 0 ? uses(...needs) : { v: 1 });
  }
  await world.work();
  expect(await org.standings(...Object.keys(graph).map(key))).toEqual(Object.keys(graph).map(() => "ready"));
  world.provider.take();
}

describe("a value that changes between the look at a dependent and its claim", () => {
  it("is handed over, when the dependent was pending", async () => {
    await build({ a: [] });
    await org.apply(key("d"), uses("a"));
    const claim = await claimAround("d", () => change("a", 2));
    expect(claim?.payload).toEqual({ a: 2 });
  });

  it("is handed over, when the dependent was already stale", async () => {
    await build({ a: [], e: [], d: ["a", "e"] });
    await change("e", 2);
    expect(await org.standing(key("d"))).toBe("ready+stale");
    const claim = await claimAround("d", () => change("a", 2));
    expect(claim?.payload).toEqual({ a: 2, e: 2 });
  });

  it("is not lost, when everything else came out the same", async () => {
    world.provider.always(key("m"), succeed({ v: "constant" }));
    await build({ a: [], e: [], m: ["e"], d: ["a", "m"] });
    await change("e", 2);
    await world.reconcile({ organizationId: org.id, key: key("m") });
    expect(await org.standing(key("d"))).toBe("ready+stale");
    const claim = await claimAround("d", () => change("a", 2));
    expect(claim?.payload).toMatchObject({ a: 2 });
  });

  it("is not combined with an old one, when what lies between was about to be decided", async () => {
    // d uses a and c, which depends on a through b.
    for (const name of ["b", "c"]) world.provider.always(key(name), (call) => succeed({ v: call.config }));
    await build({ a: [], b: ["a"], c: ["b"], d: ["a", "c"] });
    await change("a", 2);
    await (await world.hold(key("b"))).settle(succeed({ v: 2 }));
    const claim = await claimAround("c", () => change("a", 3));
    expect(claim).toBeNull();
    expect(await org.standings(key("b"), key("c"), key("d"))).toEqual(["ready+stale", "ready+stale", "ready+stale"]);
    expect(await world.claim(key("d"))).toBe(false);
  });

  it("keeps a dependent waiting while its dependency runs", async () => {
    await build({ a: [], d: ["a"] });
    await org.apply(key("d"), { ...uses("a"), more: 1 });
    const claim = await claimAround("d", async () => {
      await org.apply(key("a"), { v: 2 });
      await world.hold(key("a"), { worker: "worker-2" });
    });
    // Nothing is known to differ yet: it may run with the old value, and is decided again when the new one exists.
    expect(claim?.payload).toEqual({ a: 1, more: 1 });
    await world.loseLeases();
  });
});

describe("a result that arrives while something else is written", () => {
  it("is complete, even if metadata is saved meanwhile", async () => {
    await build({ a: [], d: ["a"] });
    await org.apply(key("a"), { v: 2 });
    const { claim } = await world.hold(key("a"));
    const core = interrupted(world.core, /^change_resource/, () => org.draft(key("d"), uses("a"), { tags: ["t"] }));
    expect(await settleEvent(core, claim, succeed({ v: 2 }))).toBe(true);
    await world.work();
    expect((await org.get(key("d"))).resolved_config).toEqual({ a: 2 });
  });
});

describe("wake-ups at every moment", () => {
  it("are not lost between an apply and the success of what it needs", async () => {
    for (let round = 0; round < rounds(60); round++) {
      const [base, user] = [`b${round}`, `u${round}`];
      await org.apply(key(base), { v: 1 });
      const held = await world.hold(key(base));
      await Promise.all([
        org.apply(key(user), uses(base)).then(() => world.claim(key(user))),
        held.settle(succeed({ v: 1 })),
        world.claim(key(user)),
      ]);
      // Whatever was looked at in between, claimed or not: what is left runs to its end without the safety net.
      await world.loseLeases();
      await world.work();
      const row = await org.row(key(user));
      expect([round, row?.lifecycle_state === "ready" || row?.lifecycle_state === "processing"]).toEqual([round, true]);
    }
  });

  it("are not lost between a dependency that succeeds and its dependents that look", async () => {
    for (let round = 0; round < rounds(60); round++) {
      const names = [`x${round}`, `y${round}`, `z${round}`] as const;
      for (const name of names.slice(0, 2)) await org.apply(key(name), { v: 1 });
      await org.apply(key(names[2]), uses(names[0], names[1]));
      const [x, y] = [await world.hold(key(names[0])), await world.hold(key(names[1]))];
      // Only the jobs that these write may bring z forward.
      while (await world.takeJob());
      const [, , claimed] = await Promise.all([
        x.settle(succeed({ v: 1 })),
        y.settle(succeed({ v: 1 })),
        world.claim(key(names[2])),
      ]);
      await world.work();
      expect([round, await org.standing(key(names[2]))]).toEqual([round, claimed ? "processing" : "ready"]);
    }
  });

  it("are not lost between a failure that is fixed and those below it", async () => {
    for (let round = 0; round < rounds(30); round++) {
      const [base, user] = [`f${round}`, `g${round}`];
      world.provider.answer(key(base), reject());
      await org.apply(key(base), { v: 1 });
      await org.apply(key(user), uses(base));
      await world.work();
      await org.apply(key(base), { v: 1 });
      const held = await world.hold(key(base));
      while (await world.takeJob());
      await Promise.all([
        held.settle(succeed({ v: 1 })),
        world.claim(key(user)),
        org.draft(key(user), uses(base), { tags: ["t"] }),
      ]);
      await world.loseLeases();
      await world.work();
      expect([round, ["ready", "processing"].includes((await org.state(key(user))) ?? "")]).toEqual([round, true]);
    }
  });
});

describe("many changes at once", () => {
  it("never deadlock", async () => {
    const deadlocks = async () => {
      await world.pool.query("SELECT pg_stat_force_next_flush()");
      const { rows } = await world.pool.query<{ deadlocks: string }>(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
      );
      return Number(rows[0]?.deadlocks);
    };
    // Names run against the edges, so that locks in the order of names and in the order of edges differ.
    const names = Array.from({ length: 10 }, (_, index) => `n${9 - index}`);
    for (const [index, name] of names.entries()) {
      world.provider.always(key(name), (call) => succeed({ v: call.config }));
      await org.apply(key(name), { v: 0, ...uses(...names.slice(Math.max(0, index - 3), index)) });
    }
    await world.work();
    const before = await deadlocks();
    for (let round = 1; round <= rounds(12); round++) {
      await Promise.all(
        names.map(async (name, index) => {
          const config = { v: round, ...uses(...names.slice(Math.max(0, index - 3), index)) };
          await org
            .apply(key(name), config)
            .catch((error) => expect(error).toMatchObject({ code: "change_in_flight" }));
        }),
      );
      await world.workTogether(6);
    }
    expect(await org.standings(...names.map(key))).toEqual(names.map(() => "ready"));
    expect(await deadlocks()).toBe(before);
  });
});
