import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reapplyResource } from "../../src/resources/recover/index.ts";
import { Changes, ends, summary } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
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
const SOURCE = "test/item/source";
const IGNORES_COUNT = { handling: { ignore: ["count"] } };
const item = (name: string, config: object, more: object = {}) => ({
  provider: "test",
  resource: "item",
  name,
  config,
  ...more,
});

/** Declares 2 where the thing has 1, which is ignored. */
async function recorded(): Promise<void> {
  await org.apply(A, { value: "1", count: 1 }, IGNORES_COUNT);
  await world.work();
  await org.apply(A, { value: "1", count: 2 });
  await world.work();
  world.provider.take();
}

describe("what was recorded", () => {
  it("is sent once it is no longer ignored", async () => {
    await recorded();
    await org.apply(A, { value: "1", count: 2 }, { handling: null });
    await world.work();
    expect(world.provider.calls.map(({ config }) => config)).toEqual([{ value: "1", count: 2 }]);
  });

  it("is sent once it is no longer ignored, by a change that says so", async () => {
    await recorded();
    const plan = await changes.plan({ documents: [item("a", { value: "1", count: 2 }, { handling: null })] });
    expect(summary(plan)).toEqual([`update ${A}`]);
    const done = await changes.finish((await changes.apply(plan.id)).id);
    expect(done.status).toBe("succeeded");
    expect(world.provider.calls.map(({ config }) => config)).toEqual([{ value: "1", count: 2 }]);
  });

  it("is not sent once more if it was sent since", async () => {
    await recorded();
    await org.apply(A, { value: "3", count: 2 });
    await world.work();
    world.provider.take();
    await org.apply(A, { value: "3", count: 2 }, { handling: null });
    await world.work();
    expect(world.provider.take()).toEqual([]);
  });

  it("is what a discarded draft returns to", async () => {
    await recorded();
    await org.draft(A, { value: "5", count: 5 });
    await org.discard(A);
    await world.work();
    expect((await org.get(A)).config).toEqual({ value: "1", count: 2 });
    expect(await org.standing(A)).toBe("ready");
    expect(world.provider.take()).toEqual([]);
  });

  it("is sent when it is applied again", async () => {
    await recorded();
    await reapplyResource(world.core, org.context, A);
    await world.work();
    expect(world.provider.calls.splice(0).map(({ config }) => config)).toEqual([{ value: "1", count: 2 }]);
  });

  it("is what undoing a later update returns to", async () => {
    await recorded();
    const change = await changes.applyNow({ documents: [item("a", { value: "2", count: 3 })] });
    await changes.finish(change.id);
    const undo = await changes.revert(change.id);
    await changes.finish((await changes.apply(undo.id)).id);
    expect((await org.get(A)).config).toEqual({ value: "1", count: 2 });
    expect(world.provider.calls.at(-1)?.config).toEqual({ value: "1", count: 2 });
  });

  it("ends its action at once, also while it is marked", async () => {
    await org.apply(SOURCE, { value: "1" });
    await org.apply(A, { value: `\${${SOURCE}.outputs.value}`, count: 1 }, IGNORES_COUNT);
    await world.work();
    await org.apply(
      A,
      { value: `\${${SOURCE}.outputs.value}`, count: 1 },
      { handling: { ignore: ["count"], paused: true } },
    );
    await org.apply(SOURCE, { value: "2" });
    await world.work();
    expect(await org.standing(A)).toBe("ready+stale");
    const config = { value: `\${${SOURCE}.outputs.value}`, count: 2 };
    const change = await changes.applyNow({ documents: [item("a", config)] });
    const { status } = await changes.finish(change.id);
    await org.apply(A, config, { handling: null });
    const done = await changes.finish(change.id);
    expect([status, done.status, ends(done)]).toEqual(["succeeded", "succeeded", { a: "succeeded" }]);
    expect(await org.standing(A)).toBe("ready");
  });
});

describe("a reference that is ignored", () => {
  it("keeps nothing from going once it is dropped", async () => {
    await org.apply(SOURCE, { value: 1 });
    await org.apply(A, { value: "x", count: `\${${SOURCE}.outputs.value}` }, IGNORES_COUNT);
    await world.work();
    await org.apply(A, { value: "x", count: 3 });
    await org.delete(SOURCE);
    await world.work();
    expect(await org.standings(A, SOURCE)).toEqual(["ready", "gone"]);
  });

  it("may name what is not ready: the resource stays as it is", async () => {
    await org.apply(A, { value: "x", count: 1 }, IGNORES_COUNT);
    await world.work();
    await org.apply(A, { value: "x", count: `\${${SOURCE}.outputs.value}` });
    await world.work();
    expect(await org.standing(A)).toBe("ready");
    await org.apply(SOURCE, { value: 7 });
    await world.work();
    expect(await org.standings(A, SOURCE)).toEqual(["ready", "ready"]);
    await org.apply(A, { value: "y", count: `\${${SOURCE}.outputs.value}` });
    await world.work();
    expect(world.provider.calls.at(-1)?.config).toEqual({ value: "y", count: 7 });
  });
});
