import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reapLostWork } from "../src/processing/reconcile/index.ts";
import type { Organization } from "./support/organization.ts";
import { fail, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 3, retryBaseDelayMs: 10_000, retryMaxDelayMs: 15_000 });
});
beforeEach(async () => {
  await world.loseLeases();
  await reapLostWork(world.core);
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = "test/item/a";

describe("a cancelled event", () => {
  it("leaves the resource failed, says who cancelled it, and has no dead letter", async () => {
    await org.apply(key, { value: 1 });
    expect(await org.cancel(key)).toMatchObject({ lifecycle_state: "failed", error: "cancelled by Ann" });
    expect(await org.get(key)).toMatchObject({ observed_generation: 1, pending_event_id: null, provisioned: false });
    expect(await org.deadLetters()).toEqual([]);
    expect(await world.count("events", `organization_id = '${org.id}' AND settled_at IS NULL`)).toBe(0);
    expect(await world.count("audit_entries", `organization_id = '${org.id}' AND action = 'resource.cancel'`)).toBe(1);
    await world.work();
    expect(world.provider.calls).toEqual([]);
    await expect(org.cancel(key)).rejects.toMatchObject({
      code: "not_cancellable",
      facts: { current_state: "failed", target_state: "failed" },
    });
  });

  it("discards the result of what runs", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    expect(await settle(succeed({ value: 1 }))).toBe(false);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "failed", outputs: {}, provisioned: false });
  });

  it("of a create that was handed over is created again, and a delete reaches the provider", async () => {
    await org.apply(key, { value: 1 });
    const first = await world.hold(key);
    await org.cancel(key);
    await first.settle(fail("aborted"));
    await org.apply(key, { value: 1 });
    const second = await world.hold(key);
    expect(second.claim).toMatchObject({ eventType: "CREATE" });
    await org.cancel(key);
    await second.settle(fail("aborted"));
    await org.delete(key);
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ event: "DELETE", config: { value: 1 } }]);
    expect(await org.standing(key)).toBe("gone");
  });

  it("of a create that was never handed over leaves nothing to delete", async () => {
    await org.apply(key, { value: 1 });
    await org.cancel(key);
    expect(await org.delete(key)).toBeNull();
    expect(await org.standing(key)).toBe("gone");
  });

  it("between attempts cancels the remaining ones", async () => {
    world.provider.answer(key, fail());
    await org.apply(key, { value: 1 });
    await world.work();
    await org.cancel(key);
    await world.elapse();
    await world.work();
    expect(world.provider.calls).toHaveLength(1);
    expect(await org.standing(key)).toBe("failed");
  });

  it("stays cancelled, even when an input had changed and the safety net looks", async () => {
    await org.apply("test/item/source", { value: 1 });
    await org.apply(key, { value: "${test/item/source.outputs.value}" });
    await world.work();
    await org.apply(key, { value: "${test/item/source.outputs.value}", text: "x" });
    await world.hold(key);
    await org.apply("test/item/source", { value: 2 });
    await world.work();
    world.provider.take();
    await org.cancel(key);
    await world.reconcile({ organizationId: org.id, key });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.standing(key)).toBe("failed");
  });

  it("of a deletion leaves a failed deletion, which can be started again or withdrawn", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    await org.delete(key);
    const { settle } = await world.hold(key);
    await org.cancel(key);
    expect(await settle(succeed(null))).toBe(false);
    expect(await org.standing(key)).toBe("failed+deleting");
    expect(await org.condition(key, "Deleting")).toBe("False DeletionFailed: The deletion failed: cancelled by Ann");
    await org.apply(key, { value: 1 });
    await world.work();
    expect(await org.standing(key)).toBe("ready");
    await org.delete(key);
    await org.cancel(key);
    await org.delete(key);
    await world.work();
    expect(await org.standing(key)).toBe("gone");
  });

  it.each(["draft", "ready"])("is none in %s", async (state) => {
    await org.draft(key, { value: 1 });
    if (state === "ready") {
      await org.apply(key, { value: 1 });
      await world.work();
    }
    await expect(org.cancel(key)).rejects.toMatchObject({ code: "not_cancellable" });
    await expect(org.cancel("test/item/nobody")).rejects.toMatchObject({ code: "not_found" });
  });
});
