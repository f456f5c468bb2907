import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes, ends } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const A = "test/item/a";
const B = "test/item/b";
const PAUSED = { handling: { paused: true } };
const RESUMED = { handling: null };
const USES_A = { value: `\${${A}.outputs.value}` };
const item = (name: string, config: object, more: object = {}) => ({
  provider: "test",
  resource: "item",
  name,
  config,
  ...more,
});

describe("a deletion", () => {
  it("with a paused dependent goes on once that is resumed", async () => {
    await org.apply(A, { value: "1" });
    await org.apply(B, USES_A);
    await world.work();
    await org.apply(B, USES_A, PAUSED);
    world.provider.take();
    await org.delete(A, { dependents: "cascade" });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    await changes.applyNow({ documents: [item("b", USES_A, RESUMED)] });
    await world.work();
    expect(world.provider.take()).toEqual([`${B} DELETE`, `${A} DELETE`]);
  });

  it("that detaches a paused dependent goes on once that is resumed", async () => {
    await org.apply(A, { value: "1" });
    await org.apply(B, USES_A);
    await world.work();
    await org.apply(B, USES_A, PAUSED);
    world.provider.take();
    await org.delete(A, { dependents: "detach" });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    const { config } = await org.get(B);
    await org.apply(B, config, RESUMED);
    await world.work();
    expect(world.provider.take()).toEqual([`${B} UPDATE`, `${A} DELETE`]);
  });

  it("that waits takes nothing but handling", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "1" }, PAUSED);
    await org.delete(A);
    const refused = org.apply(A, { value: "1" }, { ...RESUMED, tags: ["x"], deletion_protected: true });
    await expect(refused).rejects.toMatchObject({ code: "deletion_in_progress" });
  });

  it("that failed is started again where it is paused, and goes on once resumed", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    world.provider.answer(A, reject("no"));
    await org.delete(A);
    await world.work();
    expect(await org.standing(A)).toBe("failed+deleting");
    await org.draft(A, { value: "1" }, PAUSED);
    await org.delete(A);
    await world.work();
    expect(await org.standing(A)).toBe("pending+deleting");
    await org.apply(A, { value: "1" }, RESUMED);
    await world.work();
    expect(await org.standing(A)).toBe("gone");
  });

  it("of a set leaves a paused member waiting, which a change resumes", async () => {
    const set = { set: "web", prune: true };
    await changes.finish(
      (await changes.applyNow({ documents: [item("a", { value: "1" }), item("b", { value: "1" }, PAUSED)], ...set }))
        .id,
    );
    const change = await changes.applyNow({ documents: [item("a", { value: "1" })], ...set });
    await changes.finish(change.id);
    const standing = await org.standing(B);
    if (standing !== "gone") {
      expect((await changes.get(change.id)).blocked).toMatchObject([
        { by: [], reason: "is paused: resume it to go on" },
      ]);
      await org.apply(B, { value: "1" }, RESUMED);
    }
    expect((await changes.finish(change.id)).status).toBe("succeeded");
    expect(await org.standing(B)).toBe("gone");
  });
});

describe("a draft", () => {
  it("is staged after the update that waits, once resumed", async () => {
    await org.draft(A, { value: "1" }, PAUSED);
    await world.work();
    await org.apply(A, { value: "1" });
    await world.work();
    expect(await org.standing(A)).toBe("pending");
    await org.apply(A, { value: "1" }, RESUMED);
    await world.work();
    expect(await org.standing(A)).toBe("ready");
  });

  it("is discarded while it is paused, and decided once resumed", async () => {
    await org.apply(A, { value: "1" });
    await org.apply(B, USES_A);
    await org.apply("test/item/c", { value: `\${${B}.outputs.value}` });
    await world.work();
    await org.draft(B, { value: "other" }, PAUSED);
    await org.discard(B);
    await org.apply(A, { value: "2" });
    await world.work();
    expect(await org.standings(A, B, "test/item/c")).toEqual(["ready", "ready+stale", "ready"]);
    await org.apply(B, USES_A, RESUMED);
    await world.work();
    expect(await org.standings(A, B, "test/item/c")).toEqual(["ready", "ready", "ready"]);
    expect((await org.get("test/item/c")).resolved_config).toEqual({ value: "2" });
  });
});

describe("a change", () => {
  it("is succeeded once its paused follower is resumed", async () => {
    await org.apply(A, { value: "1" });
    await org.apply(B, USES_A);
    await org.apply("test/item/c", { value: `\${${B}.outputs.value}` });
    await world.work();
    await org.apply(B, USES_A, PAUSED);
    const change = await changes.applyNow({ documents: [item("a", { value: "2" })] });
    const waiting = await changes.finish(change.id);
    expect(waiting.status).toBe("applying");
    expect(waiting.blocked).toEqual([
      { resource: "resource:test_item_b", by: [], reason: "is paused: resume it to go on" },
    ]);
    await org.apply(B, USES_A, RESUMED);
    const done = await changes.finish(change.id);
    expect([done.status, ends(done)]).toEqual(["succeeded", { a: "succeeded", b: "succeeded", c: "succeeded" }]);
    expect((await org.get("test/item/c")).resolved_config).toEqual({ value: "2" });
  });

  it("is over once what is paused in it is cancelled", async () => {
    await org.apply(A, { value: "1" }, PAUSED);
    await org.cancel(A);
    const change = await changes.applyNow({ documents: [item("a", { value: "2" }), item("b", USES_A)] });
    await changes.finish(change.id);
    expect((await changes.get(change.id)).status).toBe("applying");
    await org.cancel(A);
    expect((await changes.finish(change.id)).status).toBe("failed");
  });
});
