import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listResources } from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const id = (name: string) => `resource:test_item_${name}`;
const ref = (name: string) => ({ provider: "test", resource: "item", name });

/** `a: [uses, owners]`; all become ready. */
async function build(graph: Record<string, [uses: string, owners?: string]>): Promise<void> {
  for (const [name, [uses, owners = ""]] of Object.entries(graph)) {
    await org.apply(key(name), {}, { depends_on: [...uses].map(key), owner_references: [...owners].map(ref) });
  }
  await world.work();
  expect(await org.standings(...Object.keys(graph).map(key))).toEqual(Object.keys(graph).map(() => "ready"));
  world.provider.take();
}

const deletions = () => world.provider.take().map((call) => call.replace(" DELETE", "").replace("test/item/", ""));
const standings = (names: string) => org.standings(...[...names].map(key));

describe("deleting what others depend on", () => {
  it("is refused with the list of them, drafts included, and nothing is changed", async () => {
    await build({ a: [""], b: ["a"], c: ["b"] });
    await org.draft(key("d"), { value: "${test/item/a.outputs.value}" });
    const before = await world.everything();
    await expect(org.delete(key("a"))).rejects.toMatchObject({
      code: "has_dependents",
      facts: { resource_id: id("a"), dependents: [id("b"), id("d")] },
    });
    expect(await world.everything()).toEqual(before);
  });

  it("is refused also while they are being deleted themselves, and works once they are gone", async () => {
    await build({ a: [""], b: ["a"] });
    await org.delete(key("b"));
    await expect(org.delete(key("a"))).rejects.toMatchObject({ code: "has_dependents" });
    await world.work();
    await org.delete(key("a"));
    await world.work();
    expect(deletions()).toEqual(["b", "a"]);
  });

  it("with cascade waits for all of them, of which a hundred are named", async () => {
    const names = Array.from({ length: 101 }, (_, n) => `n${n}`);
    await build({ a: [""] });
    for (const name of names) await org.apply(key(name), {}, { depends_on: [key("a")] });
    await org.apply(key("b"), {}, { depends_on: [key(names[0] as string)] });
    await org.apply(key("zz"), {}, { depends_on: [key("a")] });
    await world.work();
    // It still runs with it, and is the last by name: nobody has deleted it, so it is named whatever else is.
    await org.apply(key("zz"), {}, { depends_on: [] });
    await org.delete(key("a"), { dependents: "cascade" });
    const [, list = "", others] =
      /Waits for (.*)(, and others)$/.exec((await org.condition(key("a"), "Deleting")) ?? "") ?? [];
    const waits = names.map((name) => `${key(name)} (pending)`);
    expect(others).toBeDefined();
    expect(list.split(", ")).toHaveLength(100);
    expect(list.split(", ").filter((one) => !waits.includes(one))).toEqual([`${key("zz")} (pending)`]);
    const query = vi.spyOn(world.core.db, "query");
    const { bodies } = await listResources(world.core, org.context, {}, { limit: 200 });
    expect(bodies).toHaveLength(104);
    expect(query.mock.calls.filter(([{ name }]) => name === "deletion_blockers_of")).toHaveLength(1);
    query.mockRestore();
    await world.work();
    expect(await org.row(key("a"))).toBeUndefined();
  });

  it("with cascade names once what depends on it and belongs to it, too", async () => {
    await build({ a: [""] });
    const names = Array.from({ length: 60 }, (_, n) => `n${n}`);
    const both = { depends_on: [key("a")], owner_references: [ref("a")] };
    for (const name of names) await org.apply(key(name), {}, both);
    await world.work();
    await org.delete(key("a"), { dependents: "cascade" });
    const named = names.map((name) => `${key(name)} (pending)`).sort();
    expect(await org.condition(key("a"), "Deleting")).toBe(`True Deleting: Waits for ${named.join(", ")}`);
  });

  it("with cascade deletes them first, in the order of the graph, each when its own dependents are gone", async () => {
    // Names against the order of the graph, so that no alphabetical accident helps.
    await build({ c: [""], z: ["c"], b: ["c"], a: ["zb"], d: ["a"], y: ["c"] });
    await org.delete(key("c"), { dependents: "cascade" });
    expect(await standings("czbady")).toEqual(Array(6).fill("pending+deleting"));
    expect(await org.condition(key("z"), "Deleting")).toBe("True Deleting: Waits for test/item/a (pending)");
    expect(await world.claim(key("c"))).toBe(false);
    await world.work();
    const order = deletions();
    expect(order.toSorted()).toEqual(["a", "b", "c", "d", "y", "z"]);
    expect(order.indexOf("d")).toBeLessThan(order.indexOf("a"));
    expect(order.indexOf("a")).toBeLessThan(order.indexOf("z"));
    expect(order.indexOf("a")).toBeLessThan(order.indexOf("b"));
    expect(order.at(-1)).toBe("c");
    expect(await standings("czbady")).toEqual(Array(6).fill("gone"));
    expect(await world.count("edges", `organization_id = '${org.id}'`)).toBe(0);
  });

  it("with cascade keeps that order even if some were never handed over", async () => {
    await build({ a: [""], m: ["a"] });
    // n was created when it did not need l yet, which never existed.
    await build({ n: [""] });
    await org.draft(key("l"), {}, { depends_on: [key("a")] });
    await org.draft(key("n"), {}, { depends_on: [key("l")] });
    await org.delete(key("a"), { dependents: "cascade" });
    expect(await standings("lna")).toEqual(["pending+deleting", "pending+deleting", "pending+deleting"]);
    await world.work();
    expect(deletions()).toEqual(expect.arrayContaining(["m", "n", "a"]));
    expect(await standings("amnl")).toEqual(Array(4).fill("gone"));
  });

  it("with cascade removes at once what was never handed over", async () => {
    await org.draft(key("a"));
    await org.draft(key("b"), {}, { depends_on: [key("a")] });
    expect(await org.delete(key("a"), { dependents: "cascade" })).toBeNull();
    expect(await standings("ab")).toEqual(["gone", "gone"]);
  });

  it("with cascade is refused as a whole if one of them is protected, processed, or needed from outside", async () => {
    await build({ a: [""], b: ["a"], c: ["b"] });
    await org.apply(key("c"), {}, { depends_on: [key("b")], deletion_protected: true });
    let before = await world.everything();
    await expect(org.delete(key("a"), { dependents: "cascade" })).rejects.toMatchObject({
      code: "deletion_protected",
      facts: { resource_id: id("a"), protected: [id("c")] },
    });
    expect(await world.everything()).toEqual(before);

    await org.apply(key("c"), { value: 1 }, { depends_on: [key("b")], deletion_protected: false });
    await world.hold(key("c"));
    before = await world.everything();
    await expect(org.delete(key("a"), { dependents: "cascade" })).rejects.toMatchObject({
      code: "not_deletable",
      facts: { resource_id: id("c"), current_state: "processing" },
    });
    expect(await world.everything()).toEqual(before);
  });

  it("with cascade includes those whose deletion already runs", async () => {
    await build({ a: [""], b: ["a"], c: ["a"] });
    await org.delete(key("b"));
    const { settle } = await world.hold(key("b"));
    await org.delete(key("a"), { dependents: "cascade" });
    await world.work();
    expect(await standings("abc")).toEqual(["pending+deleting", "processing+deleting", "gone"]);
    await settle(succeed(null));
    await world.work();
    expect(await standings("ab")).toEqual(["gone", "gone"]);
    expect(await world.count("events", `organization_id = '${org.id}' AND event_type = 'DELETE'`)).toBe(3);
  });

  it("waits if one of them fails, and goes on when that is fixed", async () => {
    await build({ a: [""], b: ["a"] });
    world.provider.answer(key("b"), reject("locked"));
    await org.delete(key("a"), { dependents: "cascade" });
    await world.work();
    expect(await standings("ab")).toEqual(["pending+deleting", "failed+deleting"]);
    expect(await org.condition(key("a"), "Deleting")).toBe("True Deleting: Waits for test/item/b (failed)");
    await org.delete(key("b"));
    await world.work();
    expect(await standings("ab")).toEqual(["gone", "gone"]);
  });

  it("goes on when the one that failed is forgotten", async () => {
    await build({ a: [""], b: ["a"] });
    world.provider.answer(key("b"), reject("locked"));
    await org.delete(key("a"), { dependents: "cascade" });
    await world.work();
    await org.delete(key("b"), { orphan: true });
    await world.work();
    expect(await standings("ab")).toEqual(["gone", "gone"]);
  });

  it("cannot be withdrawn only for a dependent: what it depends on would be deleted under it", async () => {
    await build({ a: [""], b: ["a"] });
    world.provider.answer(key("b"), reject("locked"));
    await org.delete(key("a"), { dependents: "cascade" });
    await world.work();
    await expect(org.apply(key("b"), {}, { depends_on: [key("a")] })).rejects.toMatchObject({
      code: "deletion_in_progress",
      facts: { resource_id: id("b"), not_ready_dependencies: [{ id: id("a"), state: "pending" }] },
    });
    expect(await standings("ab")).toEqual(["pending+deleting", "failed+deleting"]);
    await org.cancel(key("a"));
    await org.apply(key("b"), {}, { depends_on: [key("a")] });
    await org.apply(key("a"), {});
    await world.work();
    expect(await standings("ab")).toEqual(["ready", "ready"]);
  });
});

describe("owners", () => {
  it("take along what they own, which goes first", async () => {
    await build({ a: [""], b: ["", "a"], c: ["", "b"] });
    await org.delete(key("a"));
    expect(await standings("abc")).toEqual(Array(3).fill("pending+deleting"));
    await world.work();
    expect(deletions()).toEqual(["c", "b", "a"]);
  });

  it("keep it as long as another owner exists", async () => {
    await build({ a: [""], b: [""], c: ["", "ab"] });
    await org.delete(key("a"));
    await world.work();
    expect(await standings("abc")).toEqual(["gone", "ready", "ready"]);
    expect((await org.get(key("c"))).owner_references).toEqual([ref("a"), ref("b")]);
    await org.delete(key("b"));
    await world.work();
    expect(await standings("bc")).toEqual(["gone", "gone"]);
  });

  it("that go one after the other, neither gone yet, delete it too", async () => {
    await build({ a: [""], b: [""], c: ["", "ab"] });
    await org.delete(key("a"));
    await org.delete(key("b"));
    expect(await standings("abc")).toEqual(Array(3).fill("pending+deleting"));
    await world.work();
    expect(await standings("abc")).toEqual(Array(3).fill("gone"));
    const order = deletions();
    expect(order.indexOf("c")).toBeLessThan(order.indexOf("b"));
  });

  it("whose deletion failed keep it, since they may stay", async () => {
    await build({ a: [""], b: [""], c: ["", "ab"] });
    world.provider.answer(key("a"), reject("no"));
    await org.delete(key("a"));
    await world.work();
    await org.delete(key("b"));
    await world.work();
    expect(await standings("bc")).toEqual(["gone", "ready"]);
  });

  it("that go together count as all of them", async () => {
    await build({ a: [""], b: ["a"], c: ["", "ab"], d: ["", "c"] });
    await org.delete(key("a"), { dependents: "cascade" });
    await world.work();
    expect(await standings("abcd")).toEqual(Array(4).fill("gone"));
  });

  it("cannot go while what they own is needed from outside, or protected", async () => {
    await build({ a: [""], b: ["", "a"], c: ["b"] });
    let before = await world.everything();
    await expect(org.delete(key("a"))).rejects.toMatchObject({
      code: "has_dependents",
      facts: { dependents: [id("c")] },
    });
    expect(await world.everything()).toEqual(before);
    await org.apply(key("b"), {}, { deletion_protected: true });
    before = await world.everything();
    await expect(org.delete(key("a"), { dependents: "cascade" })).rejects.toMatchObject({
      code: "deletion_protected",
      facts: { protected: [id("b")] },
    });
    expect(await world.everything()).toEqual(before);
  });

  it("may need what they own no more, and an owned one may use its owner", async () => {
    await build({ a: [""], b: ["a", "a"] });
    // b uses a and is owned by it: it goes along, no dependents option needed.
    await org.delete(key("a"));
    await world.work();
    expect(deletions()).toEqual(["b", "a"]);
  });

  it("that are absent keep nothing", async () => {
    await build({ a: [""] });
    await org.apply(key("b"), {}, { owner_references: [ref("a"), ref("nobody")] });
    await world.work();
    await org.delete(key("a"));
    await world.work();
    expect(await standings("ab")).toEqual(["gone", "gone"]);
  });
});

describe("deletes at the same moment as other writes", () => {
  it("never leave a dependent without what it depends on", async () => {
    for (let round = 0; round < rounds(25); round++) {
      org = world.moveOn();
      await build({ a: [""] });
      const [applied, deleted] = await Promise.allSettled([
        org.apply(key("b"), {}, { depends_on: [key("a")] }),
        org.delete(key("a")),
      ]);
      expect(applied.status).toBe("fulfilled");
      await world.work();
      // Either the delete came first, and b waits for an absent resource; or b did, and the delete was refused.
      expect([deleted.status, ...(await standings("ab"))].join(" ")).toMatch(
        /^(fulfilled gone pending|rejected ready ready)$/,
      );
    }
  });

  it("start one deletion of many asked for", async () => {
    await build({ a: [""], b: ["a"], c: ["b"] });
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        org.delete(key(["a", "b", "c"][index % 3] as string), { dependents: "cascade" }),
      ),
    );
    await world.work();
    expect(deletions()).toEqual(["c", "b", "a"]);
  });
});
