import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyResource, previewApply } from "../src/resources/apply/index.ts";
import { deletionIssues } from "./support/deletion-issues.ts";
import { heldOpen, untilBlocked } from "./support/held-open.ts";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
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
const id = (name: string) => `resource:test_open_${name}`;
const ref = (name: string) => ({ provider: "test", resource: "open", name });
const uses = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `\${test/open/${name}.outputs.v}`]));
const standings = (...names: string[]) => org.standings(...names.map(key));

/** Resources with what each uses, all ready. */
async function build(graph: Record<string, string[]>): Promise<void> {
  for (const [name, needs] of Object.entries(graph)) await org.apply(key(name), { v: 1, ...uses(...needs) });
  await world.work();
  expect(await standings(...Object.keys(graph))).toEqual(Object.keys(graph).map(() => "ready"));
  world.provider.take();
}

/** An apply whose references would have a deletion and an update wait for each other. */
async function expectRing(name: string, config: object, ring: string[]): Promise<void> {
  const before = await world.everything();
  const refusal = { code: "deletion_in_progress", facts: { resource_id: id(name), cycle: ring.map(id) } };
  for (const lifecycle_state of ["pending", "draft"] as const) {
    await expect(org.apply(key(name), config as never, { lifecycle_state })).rejects.toMatchObject(refusal);
    const input = { ...ref(name), config: config as never, lifecycle_state };
    expect((await previewApply(world.core, org.context, input)).refusal).toMatchObject(refusal);
  }
  expect(await world.everything()).toEqual(before);
}

describe("a deletion that waits for an update", () => {
  it("is not waited for by it: referring to what one was detached from is refused until that deletion is cancelled", async () => {
    await build({ base: [], user: ["base"] });
    world.provider.answer(key("user"), reject("not now"));
    await org.delete(key("base"), { dependents: "detach" });
    await world.work();
    expect(await standings("base", "user")).toEqual(["pending+deleting", "failed"]);
    await expectRing("user", uses("base"), ["user", "base"]);
    await expect(org.apply(key("user"), uses("base"))).rejects.toThrow(
      `${id("user")} would wait for ${id("base")}, whose deletion waits for it (test/open/user → test/open/base → test/open/user): cancel that deletion first`,
    );
    await org.cancel(key("base"));
    await org.apply(key("base"), { v: 1 });
    await org.apply(key("user"), uses("base"));
    await world.work();
    expect(await standings("base", "user")).toEqual(["ready", "ready"]);
  });

  it("is not what one that it waits for comes to belong to", async () => {
    await build({ base: [], user: ["base"] });
    await org.delete(key("base"), { dependents: "detach" });
    await org.cancel(key("user"));
    const refusal = { code: "deletion_in_progress", facts: { cycle: [id("user"), id("base")] } };
    await expect(org.apply(key("user"), { v: 2 }, { owner_references: [ref("base")] })).rejects.toMatchObject(refusal);
    await org.apply(key("user"), { v: 2 });
    await world.work();
    expect(await standings("base", "user")).toEqual(["gone", "ready"]);
  });

  it("is not waited for indirectly either", async () => {
    await build({ base: [], c: [], b: ["c"], a: ["b"], user: ["a", "base"] });
    await org.delete(key("base"), { dependents: "detach" });
    await expectRing("c", { v: 2, ...uses("base") }, ["c", "base", "user", "a", "b"]);
    // Somebody else may wait for it.
    await org.apply(key("late"), uses("base"));
    await world.work();
    expect(await standings("base", "user", "c", "late")).toEqual(["gone", "ready", "ready", "pending"]);
    await org.apply(key("c"), { v: 2, ...uses("base") });
    await org.apply(key("base"), { v: 1 });
    await world.work();
    expect(await standings("base", "user", "c", "late")).toEqual(Array(4).fill("ready"));
  });

  it("is not waited for if two applies close the ring together", async () => {
    await build({ base: [], b: [], a: [], user: ["a", "base"] });
    await org.delete(key("base"), { dependents: "detach" });
    const input = { ...ref("a"), config: { v: 2, ...uses("b") }, lifecycle_state: "pending" as const };
    const commit = await heldOpen(world, (core) => applyResource(core, org.context, input));
    const second = org.apply(key("b"), { v: 2, ...uses("base") }).catch((error: { code: string }) => error.code);
    await untilBlocked(world);
    await commit();
    expect(await second).toBe("deletion_in_progress");
    await world.work();
    expect(await standings("base", "user", "a", "b")).toEqual(["gone", "ready", "ready", "ready"]);
  });

  it("is not waited for, whatever is applied at the same moment", async () => {
    for (let round = 0; round < 25; round++) {
      org = world.moveOn();
      await build({ base: [], b: [], a: [], user: ["a", "base"] });
      await Promise.allSettled([
        org.apply(key("a"), { v: 2, ...uses("b") }),
        org.delete(key("base"), { dependents: "detach" }),
        org.apply(key("b"), { v: 2, ...uses("base") }),
      ]);
      await world.work();
      // What waits, waits for an absent resource, and has everything as soon as that exists.
      await org.apply(key("base"), { v: 1 }).catch(() => undefined);
      await world.work();
      expect([round, ...(await standings("user", "a", "b"))]).toEqual([round, "ready", "ready", "ready"]);
    }
  });

  it("does not begin if that update waits for another deletion, which would wait for it", async () => {
    await build({ other: [], base: [], user: ["base"] });
    await org.delete(key("other"));
    await org.apply(key("base"), { v: 2, ...uses("other") });
    await org.apply(key("user"), { v: 2, ...uses("other") });
    const before = await world.everything();
    const refusal = {
      code: "has_dependents",
      message: `${id("base")} cannot be deleted: its deletion and the update of ${id("user")} would wait for each other (test/open/user → test/open/other → test/open/base → test/open/user)`,
      facts: { dependents: [id("user")], cycle: ["user", "other", "base"].map(id) },
    };
    for (const dependents of [undefined, "cascade", "detach"] as const) {
      await expect(org.delete(key("base"), { dependents })).rejects.toMatchObject(refusal);
      expect(await deletionIssues(world.core, org.context, key("base"), dependents)).toMatchObject([
        { type: refusal.code, msg: refusal.message },
      ]);
    }
    expect(await world.everything()).toEqual(before);
    await world.work();
    expect(await standings("other", "base", "user")).toEqual(["gone", "pending", "pending"]);
    await org.delete(key("base"));
    await org.apply(key("other"), { v: 1 });
    await world.work();
    expect(await standings("other", "base", "user")).toEqual(["ready", "gone", "ready"]);
  });
});

describe("deletions that each run with the other", () => {
  it("do not wait for each other", async () => {
    await build({ a: [], b: ["a"] });
    await org.draft(key("b"), { v: 2 });
    await build({ a: ["b"] });
    await org.apply(key("a"), { v: 2 });
    await org.apply(key("b"), { v: 2 });
    await org.delete(key("a"));
    await org.delete(key("b"));
    expect(await standings("a", "b")).toEqual(["pending+deleting", "pending+deleting"]);
    await world.work();
    expect(await standings("a", "b")).toEqual(["gone", "gone"]);
  });
});
