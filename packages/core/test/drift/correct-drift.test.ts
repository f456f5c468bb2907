import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { correctDrift } from "../../src/resources/recover/correct-drift.ts";
import { find, findNothing, serveReal } from "../support/drift.ts";
import type { Organization } from "../support/organization.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;

const key = "test/real/a";
const correct = (hash = "h1") => correctDrift(world.core, { organizationId: org.id, key, hash });

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
  await serveReal(world);
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  await org.apply(key, { text: "a", secret: "s-secret" }, { handling: { drift: "correct" } });
  await world.work();
  world.provider.reset();
});
afterAll(() => world.close());

describe("correcting a finding", () => {
  it("sends what is declared once more, as the system", async () => {
    const before = await org.row(key);
    await find(world, org, key, { changes: [{ path: "config.text", declared: "a", found: "b" }] });
    expect(await correct()).toBe(true);
    await world.work();
    expect(world.provider.calls).toMatchObject([{ event: "UPDATE", repairs: true, config: { text: "a" } }]);
    const after = await org.row(key);
    expect(after).toMatchObject({ lifecycle_state: "ready", drift: "in_sync" });
    expect([after?.generation, after?.applied_by]).toEqual([before?.generation, before?.applied_by]);
    const history = (await org.history(key)).slice(-3);
    expect(history).toMatchObject([
      {
        event_type: "UPDATE",
        to_state: "pending",
        actor: { type: "system" },
      },
      { to_state: "processing", actor: { type: "system" } },
      { to_state: "ready", actor: { type: "system" } },
    ]);
    expect(await world.count("audit_entries", `target = 'resource:test_real_a' AND actor->>'type' = 'system'`)).toBe(1);
  });

  it("corrects what has failed, too, and leaves it at that", async () => {
    world.provider.answer(key, reject(), reject());
    await org.apply(key, { text: "b" });
    await world.work();
    await find(world, org, key);
    expect(await correct()).toBe(true);
    await world.work();
    expect(await org.standing(key)).toBe("failed");
  });

  it("starts one event, however often and by however many it is called", async () => {
    await find(world, org, key);
    const all = await Promise.all([correct(), correct(), correct()]);
    expect(all.filter(Boolean)).toHaveLength(1);
    await world.work();
    expect(world.provider.take()).toEqual([`${key} UPDATE`]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["another finding", () => find(world, org, key, { hash: "h2" })],
    ["a finding that has gone", () => findNothing(world, org, key)],
    ["what is to be reported", () => org.apply(key, { text: "a" }, { handling: { drift: "report" } })],
    ["what is handled as usual", () => org.apply(key, { text: "a" }, { handling: null })],
    ["what is paused", () => org.apply(key, { text: "a" }, { handling: { drift: "correct", paused: true } })],
    ["what is only observed", () => org.apply(key, { text: "a" }, { handling: { drift: "correct", mode: "observe" } })],
    ["a draft", () => org.draft(key, { text: "b" })],
    ["what is pending", () => org.apply(key, { text: "b" })],
    ["what is being deleted", () => org.delete(key)],
  ])("does nothing about %s", async (_what, step) => {
    await find(world, org, key);
    await step();
    const before = await world.everything();
    expect(await correct()).toBe(false);
    expect(await world.everything()).toEqual(before);
  });

  it("does nothing about what is processed, and what is gone", async () => {
    await find(world, org, key);
    await org.apply(key, { text: "b" });
    const held = await world.hold(key);
    expect(await correct()).toBe(false);
    await held.settle({ kind: "succeeded", outputs: {} });
    await org.delete(key);
    await world.work();
    expect(await correct()).toBe(false);
  });
});
