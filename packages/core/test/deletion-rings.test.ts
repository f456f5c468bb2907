import { changeInputSchema, type JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decideChange } from "../src/changes/decide/decide-change.ts";
import { applyDecided } from "../src/changes/plan-change.ts";
import { readRequest } from "../src/changes/request/read-request.ts";
import { ConcurrentChange } from "../src/foundation/common/retry-on-conflict.ts";
import { applyResource, previewApply } from "../src/resources/apply/index.ts";
import { Changes } from "./support/changes.ts";
import { deletionIssues } from "./support/deletion-issues.ts";
import { heldOpen, untilBlocked } from "./support/held-open.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
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
    for (let round = 0; round < rounds(25); round++) {
      org = world.moveOn();
      await build({ base: [], b: [], a: [], user: ["a", "base"] });
      await Promise.allSettled([
        org.apply(key("a"), { v: 2, ...uses("b") }),
        org.delete(key("base"), { dependents: "detach" }),
        org.apply(key("b"), { v: 2, ...uses("base") }),
      ]);
      await world.work();
      // A waiting resource waits for an absent one, and has everything as soon as that exists.
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

/** `user` is to use `other`, which is being deleted and waits for `base`, instead of `base`. */
async function buildHalfRing() {
  await build({ other: [], bystander: [], base: [], user: ["base"] });
  await org.delete(key("other"));
  await org.apply(key("base"), { v: 2, ...uses("other") });
  return { ...ref("user"), lifecycle_state: "pending", config: { v: 2, ...uses("other") } as JsonObject };
}

describe("a change", () => {
  it("deletes nothing that would wait for one of its documents, which waits for another deletion", async () => {
    const user = await buildHalfRing();
    const changes = new Changes(world);
    // The issue is at the deletion that closes the ring.
    const input = { documents: [user], delete: [{ resource: key("bystander") }, { resource: key("base") }] };
    const before = await world.everything();
    const message = `${id("base")} cannot be deleted: its deletion and the update of ${id("user")} would wait for each other (test/open/user → test/open/other → test/open/base → test/open/user)`;
    const { actions } = await changes.plan(input);
    expect(actions.flatMap(({ issues }) => issues)).toEqual([
      { loc: ["delete", 1], msg: message, type: "has_dependents" },
    ]);
    await expect(changes.applyNow(input)).rejects.toMatchObject({ code: "validation_failed", message });
    expect((await world.everything()).filter((line) => !line.startsWith("audit"))).toEqual(
      before.filter((line) => !line.startsWith("audit")),
    );
  });

  it("looks again once its documents are written", async () => {
    const user = await buildHalfRing();
    const request = readRequest(changeInputSchema.parse({ documents: [user], delete: [{ resource: key("base") }] }));
    const decided = await decideChange(world.core, org.context, request.request);
    await expect(applyDecided(world.core, org.context, decided)).rejects.toBeInstanceOf(ConcurrentChange);
    const { refusals } = await decideChange(world.core, org.context, request.request);
    expect(refusals).toMatchObject([
      { code: "has_dependents", facts: { dependents: [id("user")], cycle: ["user", "other", "base"].map(id) } },
    ]);
    expect(await standings("other", "base", "user")).toEqual(["pending+deleting", "pending", "ready"]);
  });

  it("deletes nothing that would wait for an update that failed since it was decided", async () => {
    await build({ base: [], user: ["base"] });
    await org.apply(key("user"), { v: 2 });
    const request = readRequest(changeInputSchema.parse({ delete: [{ resource: key("base") }] }));
    const decided = await decideChange(world.core, org.context, request.request);
    expect(decided.issues).toEqual([]);
    await org.cancel(key("user"));
    await expect(applyDecided(world.core, org.context, decided)).rejects.toBeInstanceOf(ConcurrentChange);
    const { refusals } = await decideChange(world.core, org.context, request.request);
    expect(refusals).toMatchObject([{ code: "has_dependents", facts: { dependents: [id("user")] } }]);
    expect(await standings("base", "user")).toEqual(["ready", "failed"]);
  });

  it("may forget what would have to wait, as a single deletion may", async () => {
    const user = await buildHalfRing();
    const changes = new Changes(world);
    await changes.applyNow({ documents: [user], delete: [{ resource: key("base"), orphan: true }] });
    await world.work();
    expect(await standings("other", "base", "user")).toEqual(["gone", "gone", "pending"]);

    org = world.moveOn();
    await org.apply(key("user"), (await buildHalfRing()).config);
    await new Changes(world).applyNow({ delete: [{ resource: key("base"), orphan: true }] });
    await world.work();
    expect(await standings("other", "base", "user")).toEqual(["gone", "gone", "pending"]);
  });

  it("has no documents that close a ring together", async () => {
    await build({ base: [], b: [], a: [], user: ["a", "base"] });
    await org.delete(key("base"), { dependents: "detach" });
    const document = (name: string, needs: string) => {
      return { ...ref(name), lifecycle_state: "pending", config: { v: 2, ...uses(needs) } };
    };
    const { actions } = await new Changes(world).plan({ documents: [document("a", "b"), document("b", "base")] });
    expect(actions.map(({ issues }) => issues.map(({ type }) => type))).toEqual([
      ["deletion_in_progress"],
      ["deletion_in_progress"],
    ]);
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
