import type { Change } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { discardChange } from "../../src/changes/index.ts";
import { Changes } from "../support/changes.ts";
import { rounds } from "../support/rounds.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const ROUNDS = rounds(8);

const settings = (name: string, data: object = {}, more: object = {}) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
  ...more,
});
const idOf = (name: string): string => `resource:pragma_config_${name}`;

/** Results of changes made at the same moment: the status, or the code of the error. */
async function together(...made: Promise<Change>[]): Promise<string[]> {
  const ends = await Promise.allSettled(made);
  return ends.map((end) => (end.status === "fulfilled" ? end.value.status : (end.reason.code ?? String(end.reason))));
}

async function namesOf(set: string): Promise<string[]> {
  const { rows } = await world.pool.query<{ name: string }>(
    "SELECT name FROM resources WHERE organization_id = $1 AND set = $2 ORDER BY name",
    [world.org.id, set],
  );
  return rows.map(({ name }) => name);
}

async function etagOf(name: string): Promise<string> {
  return `"${(await world.org.row(`pragma/config/${name}`))?.version}"`;
}

async function tag(name: string): Promise<void> {
  const row = await world.org.get(`pragma/config/${name}`);
  await world.org.apply(`pragma/config/${name}`, row.config, { tags: [`t-${Math.random()}`] });
}

describe("a document that changes nothing", () => {
  it("is held while another change of its set prunes", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const set = `at-once-${round}`;
      const of = (...names: string[]) => names.map((name) => settings(`${set}-${name}`));
      await changes.finish((await changes.applyNow({ documents: of("a", "b", "c"), set })).id);
      const prunes = (names: string[]) => changes.applyNow({ documents: of(...names), set, prune: true });
      const ends = await together(prunes(["a", "b"]), prunes(["b", "c"]));
      await world.work();
      // The second may find in flight what the first deletes: it writes nothing then.
      expect(ends.filter((end) => !["applying", "succeeded", "change_in_flight"].includes(end))).toEqual([]);
      // As one of them left it, whichever came last: not what each has left of the other's.
      const kept = (await namesOf(set)).map((name) => name.slice(set.length + 1)).join("");
      expect(["ab", "bc"]).toContain(kept);
    }
  });

  it("makes a plan stale once it would no longer be unchanged", async () => {
    const of = (...names: string[]) => names.map((name) => settings(name));
    await changes.finish((await changes.applyNow({ documents: of("a", "b", "c"), set: "s" })).id);
    const first = await changes.plan({ documents: of("a", "b"), set: "s", prune: true });
    const second = await changes.plan({ documents: of("b", "c"), set: "s", prune: true });
    await changes.apply(first.id);
    await changes.finish(first.id);
    await expect(changes.apply(second.id)).rejects.toMatchObject({ code: "stale_plan", facts: { stale: [idOf("c")] } });
    expect(await changes.get(second.id)).toMatchObject({ status: "stale" });
    expect(await namesOf("s")).toEqual(["a", "b"]);
  });

  it("makes no plan stale by what the document says nothing of", async () => {
    await changes.finish((await changes.applyNow({ documents: [settings("kept"), settings("other")] })).id);
    const plan = await changes.plan({ documents: [settings("kept"), settings("other", { a: 1 })] });
    await tag("kept");
    expect(await changes.apply(plan.id)).toMatchObject({ counts: { update: 1, unchanged: 1 } });
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
  });

  it("is kept with its plan apart from what the change writes, and is opened only once it was written to", async () => {
    const of = (a: number, b = 0) => [settings("p", { a }), settings("q", { b }), settings("r", { secret: "hunter2" })];
    await changes.finish((await changes.applyNow({ documents: of(1) })).id);
    const kept = async (id: string) => {
      const columns = "part IS NOT NULL AS part, request IS NOT NULL AS request, length(part::text) AS length";
      const { rows } = await world.pool.query(`SELECT ${columns} FROM changes WHERE id = $1`, [id]);
      return rows[0];
    };
    const [little, much] = [await changes.plan({ documents: of(2) }), await changes.plan({ documents: of(2, 1) })];
    expect([await kept(little.id), await kept(much.id)]).toMatchObject([
      { part: true, request: true },
      { part: false, request: true },
    ]);
    const deletion = await changes.plan({ delete: [{ resource: "pragma/config/q" }] });
    expect(await kept(deletion.id)).toMatchObject({ part: false, request: true });
    // Nothing of it can be opened any more: who needs the whole of it fails.
    await world.pool.query("UPDATE changes SET request = '{}' WHERE id = $1", [little.id]);
    await changes.apply(little.id);
    expect(await changes.finish(little.id)).toMatchObject({ status: "succeeded", counts: { update: 1, unchanged: 2 } });
    expect(await kept(little.id)).toEqual({ part: false, request: false, length: null });
    await discardChange(world.core, world.org.context, much.id);
    expect(await kept(much.id)).toEqual({ part: false, request: false, length: null });
  });

  it("is counted once if it follows, whether or not something is written to it between plan and apply", async () => {
    for (const name of ["stands", "tagged"]) {
      const follower = settings(`${name}-follower`, { from: `\${pragma/config/${name}-root.outputs.a}` });
      const of = (a: number) => [settings(`${name}-root`, { a }), settings(`${name}-alone`), follower];
      await changes.finish((await changes.applyNow({ documents: of(1) })).id);
      const plan = await changes.plan({ documents: of(2) });
      expect(plan.counts).toMatchObject({ update: 1, follow: 1, unchanged: 1 });
      if (name === "tagged") await tag(`${name}-alone`);
      await changes.apply(plan.id);
      expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded", counts: plan.counts });
    }
  });

  it("has its place in the request if it follows only since the plan", async () => {
    const leaf = settings("leaf", { v: "${pragma/config/mid.outputs.v}" });
    const first = [settings("root", { a: 1 }), settings("mid", { v: 1 }), leaf];
    await changes.finish((await changes.applyNow({ documents: first })).id);
    const plan = await changes.plan({ documents: [leaf, settings("root", { a: 2 })] });
    expect(plan.counts).toMatchObject({ update: 1, follow: 0, unchanged: 1 });
    // It uses the root from now on, and has the same outputs: nothing is written to what uses it.
    await world.org.apply("pragma/config/mid", { data: { v: "${pragma/config/root.outputs.a}" } });
    await world.work();
    await changes.apply(plan.id);
    const { actions, counts } = await changes.finish(plan.id);
    expect(actions.map(({ action, resource, document }) => [action, resource.name, document])).toEqual([
      ["update", "root", 1],
      ["follow", "mid", null],
      ["follow", "leaf", 0],
    ]);
    expect(counts).toMatchObject({ update: 1, follow: 2, unchanged: 0 });
  });

  it("makes a plan stale with all else that moved, by name", async () => {
    const of = (a: number) => [settings("moves", { a }), settings("stays"), settings("goes-on")];
    await changes.finish((await changes.applyNow({ documents: of(1) })).id);
    const plan = await changes.plan({ documents: of(2) });
    for (const name of ["moves", "stays"]) {
      await world.org.apply(`pragma/config/${name}`, { data: { other: 1 } });
    }
    await world.work();
    const stale = { code: "stale_plan", facts: { stale: [idOf("moves"), idOf("stays")] } };
    await expect(changes.apply(plan.id)).rejects.toMatchObject(stale);
  });

  it("and is pruned no more than others: a set that got a member is another one", async () => {
    await changes.finish((await changes.applyNow({ documents: [settings("one")], set: "grows" })).id);
    const plan = await changes.plan({ documents: [settings("one", { a: 1 })], set: "grows", prune: true });
    await changes.finish((await changes.applyNow({ documents: [settings("two")], set: "grows" })).id);
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "stale_plan", facts: { stale: [idOf("two")] } });
  });
});

it("a document for what is being deleted waits for that, and is not refused", async () => {
  await world.org.apply("test/item/goes", { text: "a" });
  await world.work();
  await world.org.delete("test/item/goes");
  const document = { provider: "test", resource: "item", name: "goes", config: { text: "b" } };
  const plan = await changes.plan({ documents: [document] });
  expect(plan).toMatchObject({ counts: { refuse: 0 }, busy: ["resource:test_item_goes"] });
  await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "change_in_flight" });
  await expect(changes.applyNow({ documents: [document] })).rejects.toMatchObject({ code: "change_in_flight" });
  await world.work();
  expect(await changes.applyNow({ documents: [document] })).toMatchObject({ counts: { create: 1 } });
});

describe("a condition on what the change does not write", () => {
  it("holds until it is written: of two that each rely on what the other writes, one wins", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b] = [`skew-a-${round}`, `skew-b-${round}`];
      await changes.finish((await changes.applyNow({ documents: [settings(a), settings(b)] })).id);
      const guards = { [idOf(a)]: await etagOf(a), [idOf(b)]: await etagOf(b) };
      const write = (name: string, guard: string) =>
        changes.applyNow({ documents: [settings(name, { round })], if_match: { [idOf(guard)]: guards[idOf(guard)] } });
      const ends = await together(write(a, b), write(b, a));
      expect(ends.filter((end) => end === "precondition_failed")).toHaveLength(1);
      await world.work();
    }
  });

  it("holds in plans, too, also where it names what is unchanged", async () => {
    await changes.finish((await changes.applyNow({ documents: [settings("x"), settings("y"), settings("z")] })).id);
    const ifMatch = async (name: string) => ({ [idOf(name)]: await etagOf(name) });
    const named = await changes.plan({
      documents: [settings("x"), settings("y", { a: 1 })],
      if_match: await ifMatch("x"),
    });
    const apart = await changes.plan({ documents: [settings("z", { a: 1 })], if_match: await ifMatch("x") });
    await tag("x");
    const stale = { code: "stale_plan", facts: { stale: [idOf("x")] } };
    await expect(changes.apply(named.id)).rejects.toMatchObject(stale);
    await expect(changes.apply(apart.id)).rejects.toMatchObject(stale);
  });

  it("is looked at again under the lock, not the version: what must only exist may settle meanwhile", async () => {
    await changes.finish((await changes.applyNow({ documents: [settings("any")] })).id);
    const client = await world.pool.connect();
    await client.query("BEGIN");
    const moved = `UPDATE resources SET version = nextval(pg_get_serial_sequence('resources', 'version'))
      WHERE organization_id = $1 AND key = 'pragma/config/any'`;
    await client.query(moved, [world.org.id]);
    // In a transaction of its caller, nothing is decided again.
    const made = world.core.transaction((unit) =>
      changes.on(unit).applyNow({ documents: [settings("other")], if_match: { [idOf("any")]: "*" } }),
    );
    await world.lockAwaited();
    await client.query("COMMIT");
    client.release();
    expect(await made).toMatchObject({ status: "applying" });
    await world.work();
  });

  it("may be absence, which nobody ends meanwhile", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b] = [`none-a-${round}`, `none-b-${round}`];
      const create = (name: string, guard: string) =>
        changes.applyNow({ documents: [settings(name)], if_match: { [idOf(guard)]: "none" } });
      const ends = await together(create(a, b), create(b, a));
      expect(ends.filter((end) => end === "precondition_failed")).toHaveLength(1);
      await world.work();
    }
  });
});
