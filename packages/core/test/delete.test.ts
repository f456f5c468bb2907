import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "./support/organization.ts";
import { fail, reject, succeed } from "./support/script.ts";
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

const key = "test/item/a";

async function ready(name: string, config = {}, extras = {}): Promise<void> {
  await org.apply(name, config, extras);
  await world.work();
  expect(await org.standing(name)).toBe("ready");
  world.provider.take();
}

describe("deleting a resource", () => {
  it.each([
    ["a draft", () => org.draft(key)],
    ["pending and never handed over", () => org.apply(key, {}, { depends_on: ["test/item/absent"] })],
    [
      "failed before it was handed over",
      async () => {
        await ready("test/open/source", { x: 1 });
        await org.apply(key, { value: "${test/open/source.outputs.y}" });
        await world.work();
      },
    ],
  ])("removes it at once where no provider ever saw it: %s", async (_, arrive) => {
    await arrive();
    const events = await world.count("events", `organization_id = '${org.id}'`);
    expect(await org.delete(key)).toBeNull();
    expect(await org.standing(key)).toBe("gone");
    await world.work();
    expect(world.provider.calls.filter((call) => call.key === key)).toEqual([]);
    expect(await world.count("events", `organization_id = '${org.id}'`)).toBe(events);
    expect(await world.count("events", `organization_id = '${org.id}' AND settled_at IS NULL`)).toBe(0);
    expect(await world.count("edges", `organization_id = '${org.id}' AND from_key = '${key}'`)).toBe(0);
    expect(await world.count("audit_entries", `organization_id = '${org.id}' AND action = 'resource.delete'`)).toBe(1);
  });

  it("does nothing if there is none", async () => {
    expect(await org.delete(key)).toBeNull();
    expect(await org.delete("resource:test_item_a")).toBeNull();
    await expect(org.delete(key, { ifMatch: "*" })).rejects.toMatchObject({ code: "precondition_failed" });
  });

  it("runs the provider's delete with the last config handed over, and the row goes on its confirmation", async () => {
    await ready(key, { value: 1 });
    world.provider.answer(key, reject("half done"));
    await org.apply(key, { value: 2 });
    await world.work();
    await org.draft(key, { value: 3 });
    world.provider.take();

    const answer = await org.delete(key);
    expect(answer).toMatchObject({ lifecycle_state: "pending" });
    expect(await org.condition(key, "Deleting")).toBe("True Deleting: It is being deleted");
    expect(await org.condition(key, "Ready")).toMatch(/^False/);
    const { claim, settle } = await world.hold(key);
    expect(claim).toMatchObject({ eventType: "DELETE", payload: { value: 2 }, attempt: 1 });
    expect(await org.standing(key)).toBe("processing+deleting");
    expect(await settle(succeed(null))).toBe(true);
    expect(await org.standing(key)).toBe("gone");
    expect(await org.deadLetters()).toEqual([]);
    await expect(org.get(key)).rejects.toMatchObject({ code: "not_found" });
  });

  it("that is in progress is answered as it stands, with no new event", async () => {
    await ready(key);
    const first = await org.delete(key);
    const before = await world.everything();
    expect(first).toMatchObject((await org.delete(key)) ?? {});
    expect(await world.everything()).toEqual(before);
    await world.hold(key);
    expect(await org.delete(key)).toMatchObject({ lifecycle_state: "processing" });
    expect(await world.count("events", `organization_id = '${org.id}' AND event_type = 'DELETE'`)).toBe(1);
  });

  it("of one in processing is refused, and works after a cancel", async () => {
    await org.apply(key, {});
    const { settle } = await world.hold(key);
    const before = await world.everything();
    await expect(org.delete(key)).rejects.toMatchObject({
      code: "not_deletable",
      facts: { resource_id: "resource:test_item_a", current_state: "processing" },
    });
    expect(await world.everything()).toEqual(before);
    await org.cancel(key);
    await org.delete(key);
    await settle(succeed({}));
    await world.work();
    expect(await org.standing(key)).toBe("gone");
  });

  it("of one that waits between attempts becomes a delete, and the event it replaces is over", async () => {
    await org.apply(key, { value: 1 });
    const held = await world.hold(key);
    await held.settle({ kind: "failed", message: "no", retryAfterSeconds: 3600 });
    await org.delete(key);
    expect(await org.get(key)).toMatchObject({ error: null });
    await world.work();
    expect(world.provider.take()).toEqual([`${key} DELETE`]);
    expect(await org.standing(key)).toBe("gone");
    expect(await held.settle(succeed({}))).toBe(false);
  });

  it("refuses applies meanwhile, and starts afresh once it is gone", async () => {
    await ready(key, { value: 1 });
    await org.delete(key);
    await expect(org.apply(key, { value: 1 })).rejects.toMatchObject({
      code: "deletion_in_progress",
      facts: { current_state: "pending" },
    });
    await world.work();
    const row = await org.apply(key, { value: 1 });
    expect(row).toMatchObject({ lifecycle_state: "pending", generation: 1, provisioned: false });
    world.provider.take();
    await world.work();
    expect(world.provider.take()).toEqual([`${key} CREATE`]);
  });

  it("that fails is tried again, has a dead letter in the end, and can be repeated", async () => {
    await ready(key, { value: 1 });
    world.provider.answer(key, fail("locked"), fail("locked"));
    await org.delete(key);
    await world.work();
    expect(await org.standing(key)).toBe("failed+deleting");
    expect(await org.condition(key, "Deleting")).toBe("False DeletionFailed: The deletion failed: locked");
    expect(await org.deadLetters()).toMatchObject([{ event_type: "DELETE", attempt_count: 2, payload: { value: 1 } }]);
    expect(await org.delete(key)).toMatchObject({ lifecycle_state: "pending", error: null });
    await world.work();
    expect(await org.standing(key)).toBe("gone");
    expect(await org.deadLetters()).toEqual([]);
  });

  it("that failed is withdrawn by applying as pending, and its dead letter goes with the success", async () => {
    await ready(key, { value: 1 });
    world.provider.answer(key, reject("locked"));
    await org.delete(key);
    await world.work();
    await org.apply(key, { value: 1 });
    expect(await org.standing(key)).toBe("pending");
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ event: "UPDATE", config: { value: 1 }, previous: { value: 1 } }]);
    expect(await org.standing(key)).toBe("ready");
    expect(await org.deadLetters()).toEqual([]);
  });

  it("writes only what If-Match still fits", async () => {
    await ready(key);
    const version = (await org.row(key))?.version;
    await expect(org.delete(key, { ifMatch: `"${Number(version) - 1}"` })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    expect(await org.standing(key)).toBe("ready");
    await org.delete(key, { ifMatch: `"${version}"` });
    expect(await org.standing(key)).toBe("pending+deleting");
  });

  it("of a built-in type goes the same way", async () => {
    await ready("pragma/secret/s", { data: { password: "correct horse" } });
    await org.delete("pragma/secret/s");
    await world.work();
    expect(await org.standing("pragma/secret/s")).toBe("gone");
  });
});

describe("protection", () => {
  it("refuses the delete, naming what is protected, until it is lifted", async () => {
    await ready(key, {}, { deletion_protected: true });
    const before = await world.everything();
    for (const options of [{}, { orphan: true }, { dependents: "cascade" }] as const) {
      await expect(org.delete(key, options)).rejects.toMatchObject({
        code: "deletion_protected",
        facts: { resource_id: "resource:test_item_a", protected: ["resource:test_item_a"] },
      });
    }
    expect(await world.everything()).toEqual(before);
    await org.apply(key, {}, { deletion_protected: false });
    await org.delete(key);
    await world.work();
    expect(await org.standing(key)).toBe("gone");
  });
});

describe("forgetting a resource", () => {
  it("removes it without calling the provider, audited", async () => {
    await ready(key);
    expect(await org.delete(key, { orphan: true })).toBeNull();
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.standing(key)).toBe("gone");
    expect(await world.count("audit_entries", `organization_id = '${org.id}' AND action = 'resource.orphan'`)).toBe(1);
    expect(await world.count("events", `organization_id = '${org.id}' AND settled_at IS NULL`)).toBe(0);
  });

  it("works for a deletion that waits or failed, too", async () => {
    await ready(key);
    world.provider.answer(key, reject("out of reach"));
    await org.delete(key);
    await world.work();
    expect(await org.standing(key)).toBe("failed+deleting");
    await org.delete(key, { orphan: true });
    expect(await org.standing(key)).toBe("gone");
    expect(await org.deadLetters()).toEqual([]);

    await ready(key);
    await org.delete(key);
    await org.delete(key, { orphan: true });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.standing(key)).toBe("gone");
  });

  it("includes what it owns, and dependents only when told to", async () => {
    await ready(key);
    await ready("test/item/owned", {}, { owner_references: [{ provider: "test", resource: "item", name: "a" }] });
    await ready("test/item/user", {}, { depends_on: [key] });
    await expect(org.delete(key, { orphan: true })).rejects.toMatchObject({
      code: "has_dependents",
      facts: { dependents: ["resource:test_item_user"] },
    });
    expect(await org.delete(key, { orphan: true, dependents: "cascade" })).toBeNull();
    expect(await org.standings(key, "test/item/owned", "test/item/user")).toEqual(["gone", "gone", "gone"]);
    expect(world.provider.take()).toEqual([]);
  });
});
