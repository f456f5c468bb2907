import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const A = "test/item/a";
const B = "test/item/b";
const PAUSED = { handling: { paused: true } };
const RESUMED = { handling: null };

describe("what is paused", () => {
  it("is not created before it is resumed, and says so", async () => {
    await org.apply(A, { value: "1" }, PAUSED);
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.condition(A, "Ready")).toBe("False Paused: Paused: it waits until it is resumed");
    expect(await org.condition(A, "Paused")).toBe(
      "True Paused: Nothing of it is handed to its provider until it is resumed",
    );
    await org.apply(A, { value: "1" }, RESUMED);
    await world.work();
    expect(world.provider.take()).toEqual([`${A} CREATE`]);
    expect(await org.state(A)).toBe("ready");
    expect((await org.get(A)).handling).toBeNull();
  });

  it("keeps what waits while it is paused, and its place in the history", async () => {
    await org.apply(A, { value: "1" });
    await org.apply(A, { value: "1" }, PAUSED);
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect((await org.history(A)).at(-1)).toMatchObject({
      event_type: "METADATA",
      changes: [{ path: "handling.paused", before: false, after: true }],
    });
  });

  it("serves its dependents with its last values, whatever waits in it", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "2" }, PAUSED);
    await org.apply(B, { value: `\${${A}.outputs.value}` });
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
    expect((await org.get(B)).resolved_config).toEqual({ value: "1" });
    await org.apply(A, { value: "2" }, RESUMED);
    await world.work();
    expect((await org.get(B)).resolved_config).toEqual({ value: "2" });
  });

  it("lets those go on that waited for it", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "2" });
    await org.apply(B, { value: `\${${A}.outputs.value}` });
    await org.apply(A, { value: "2" }, PAUSED);
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });

  it("is not decided while a value that it uses differs, and does not keep what uses it", async () => {
    await org.apply(A, { value: "1" });
    await org.apply(B, { value: `\${${A}.outputs.value}` });
    await org.apply("test/item/c", { value: `\${${B}.outputs.value}` });
    await world.work();
    await org.apply(B, { value: `\${${A}.outputs.value}` }, PAUSED);
    await org.apply(A, { value: "2" });
    await world.work();
    expect(await org.standings(A, B, "test/item/c")).toEqual(["ready", "ready+stale", "ready"]);
    await org.apply(B, { value: `\${${A}.outputs.value}` }, RESUMED);
    await world.work();
    expect(await org.standings(A, B, "test/item/c")).toEqual(["ready", "ready", "ready"]);
    expect((await org.get("test/item/c")).resolved_config).toEqual({ value: "2" });
  });

  it("is not deleted before it is resumed, which is possible while its deletion waits", async () => {
    await org.apply(A, { value: "1" }, {});
    await world.work();
    world.provider.take();
    await org.apply(A, { value: "1" }, PAUSED);
    await org.delete(A);
    await world.work();
    expect(await org.standing(A)).toBe("pending+deleting");
    expect(world.provider.take()).toEqual([]);
    await expect(org.apply(A, { value: "2" }, RESUMED)).rejects.toMatchObject({ code: "deletion_in_progress" });
    await org.apply(A, { value: "1" }, RESUMED);
    await world.work();
    expect(await org.standing(A)).toBe("gone");
    expect(world.provider.take()).toEqual([`${A} DELETE`]);
  });

  it("ends an attempt that is under way, and makes no other", async () => {
    await org.apply(A, { value: "1" });
    const held = await world.hold(A);
    await org.apply(A, { value: "1" }, PAUSED);
    await held.settle({ kind: "failed", message: "not now", retryAfterSeconds: 0 });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.state(A)).toBe("pending");
    await org.apply(A, { value: "1" }, RESUMED);
    await world.work();
    expect(await org.state(A)).toBe("ready");
  });

  it("holds up its change, which names it", async () => {
    await org.apply(A, { value: "1" }, PAUSED);
    await world.work();
    const document = { provider: "test", resource: "item", name: "a", config: { value: "2" } };
    const user = { ...document, name: "b", config: { value: `\${${A}.outputs.value}` } };
    const change = await changes.applyNow({ documents: [document, user] });
    await world.work();
    const { status, blocked } = await changes.get(change.id);
    expect(status).toBe("applying");
    expect(blocked).toEqual(
      expect.arrayContaining([
        { resource: "resource:test_item_a", by: [], reason: "is paused: resume it to go on" },
        { resource: "resource:test_item_b", by: ["resource:test_item_a"], reason: "waits for what is paused" },
      ]),
    );
    await changes.applyNow({ documents: [{ ...document, handling: null }] });
    expect((await changes.finish(change.id)).status).toBe("succeeded");
  });

  it("is named by a plan, as a document and as what follows", async () => {
    await org.apply(A, { value: "1" });
    await org.apply(B, { value: `\${${A}.outputs.value}` });
    await world.work();
    await org.apply(B, { value: `\${${A}.outputs.value}` }, PAUSED);
    const document = { provider: "test", resource: "item", name: "a", config: { value: "2" }, ...PAUSED };
    const { actions } = await changes.plan({ documents: [document] });
    expect(actions.map(({ action, warnings }) => [action, warnings])).toEqual([
      ["update", ["resource:test_item_a is paused: it is carried out once it is resumed"]],
      ["follow", ["resource:test_item_b is paused: it follows once it is resumed"]],
    ]);
  });

  it("is retried once it is resumed", async () => {
    world.provider.answer(A, reject("no"));
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "1" }, PAUSED);
    expect(await org.state(A)).toBe("pending");
    await world.work();
    expect(await org.state(A)).toBe("pending");
    await org.apply(A, { value: "1" }, RESUMED);
    await world.work();
    expect(await org.state(A)).toBe("ready");
  });
});
