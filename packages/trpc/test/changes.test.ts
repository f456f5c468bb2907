import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "../../core/test/support/organization.ts";
import { reject } from "../../core/test/support/script.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { type Caller, callerOf, refusal } from "./support/callers.ts";

let world: World;
let org: Organization;
let caller: Caller;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  caller = callerOf(world, org.context);
});
afterAll(() => world.close());

const item = (name: string, config: object = { text: name }) => ({
  provider: "test",
  resource: "item",
  name,
  config: config as Record<string, never>,
});

describe("changes", () => {
  it("are planned, applied, counted while they run, and reverted", async () => {
    const plan = await caller.changes.plan({ documents: [item("a"), item("b")], message: "Two of them" });
    expect(plan).toMatchObject({ status: "planned", counts: { create: 2 } });
    world.provider.answer("test/item/b", reject("no such luck"));
    expect(await caller.changes.applyPlan({ id: plan.id })).toMatchObject({ status: "applying" });
    expect((await caller.changes.get({ id: plan.id })).progress).toMatchObject({ total: 2, settled: 0, failed: 0 });
    await world.work();
    await expect.poll(async () => (await caller.changes.get({ id: plan.id })).change.status).toBe("failed");
    expect((await caller.changes.get({ id: plan.id })).progress).toEqual({
      ...{ total: 2, settled: 2, failed: 1 },
      outcomes: expect.arrayContaining([
        { action: "create", outcome: "succeeded", count: 1 },
        { action: "create", outcome: "failed", count: 1 },
      ]),
    });
    const undo = await caller.changes.revert({ id: plan.id });
    expect(undo).toMatchObject({ status: "planned", reverts: plan.id, counts: { delete: 2 } });
  });

  it("count what is still open below a failure as failed, once the change has", async () => {
    const dependent = item("b", { value: "${test/item/a.outputs.text}" });
    world.provider.answer("test/item/a", reject("no such luck"));
    const plan = await caller.changes.plan({ documents: [item("a"), dependent] });
    await caller.changes.applyPlan({ id: plan.id });
    await world.work();
    await expect.poll(async () => (await caller.changes.get({ id: plan.id })).change.status).toBe("failed");
    expect((await caller.changes.get({ id: plan.id })).progress).toMatchObject({ total: 2, settled: 2, failed: 2 });
  });

  it("are listed newest first by pages, and by status and set; their actions by pages", async () => {
    const first = await caller.changes.plan({ documents: [item("a"), item("b"), item("c")], set: "shop" });
    const second = await caller.changes.plan({ documents: [item("d")] });
    await caller.changes.discard({ id: second.id });
    const page = await caller.changes.list({ limit: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([second.id]);
    const next = await caller.changes.list({ limit: 1, cursor: page.nextCursor });
    expect(next).toMatchObject({ items: [{ id: first.id }], nextCursor: null });
    expect((await caller.changes.list({ set: "shop" })).items).toHaveLength(1);
    expect((await caller.changes.list({ status: ["discarded"] })).items.map(({ id }) => id)).toEqual([second.id]);
    const some = await caller.changes.actions({ id: first.id, limit: 2 });
    expect(some.items).toHaveLength(2);
    const rest = await caller.changes.actions({ id: first.id, limit: 2, cursor: some.nextCursor });
    expect(rest.items).toHaveLength(1);
    expect(rest.nextCursor).toBeNull();
    // Nothing is in a set before it is applied.
    expect((await caller.sets.list({})).items).toEqual([]);
    await caller.changes.applyPlan({ id: first.id });
    expect((await caller.sets.list({})).items).toMatchObject([{ name: "shop", resources: 3 }]);
    const beyond = { wave: Number.MAX_SAFE_INTEGER, id: first.id };
    expect(await refusal(caller.changes.actions({ id: first.id, cursor: beyond }))).toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  it("that are refused or moved say so by the codes of REST", async () => {
    const refused = await caller.changes.plan({ documents: [item("a"), item("a")] });
    expect(refused.counts.refuse).toBeGreaterThan(0);
    expect(await refusal(caller.changes.applyPlan({ id: refused.id }))).toEqual({
      code: "CONFLICT",
      domain: "refused_plan",
    });
    const plan = await caller.changes.plan({ documents: [item("a")] });
    await org.apply("test/item/a", { text: "another" });
    expect(await refusal(caller.changes.applyPlan({ id: plan.id }))).toEqual({
      code: "CONFLICT",
      domain: "stale_plan",
    });
    expect(await refusal(caller.changes.plan({ documents: [] }))).toEqual({
      code: "UNPROCESSABLE_CONTENT",
      domain: "validation_failed",
    });
  });
});
