import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reapLostWork } from "../src/processing/reconcile/index.ts";
import { applySubResource } from "../src/processing/sub-resources/index.ts";
import { interrupted } from "./support/interrupted.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { fail, succeed } from "./support/script.ts";
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

const key = "test/item/a";
const ENDING = "Waits for the provider to stop working on a cancelled event";

describe("the handler of a cancelled event", () => {
  it("is waited for by a deletion, which then reaches the provider", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    await org.delete(key);
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.standing(key)).toBe("pending+deleting");
    expect(await org.condition(key, "Deleting")).toBe(`True Deleting: ${ENDING}`);

    expect(await settle(succeed({ value: 1 }))).toBe(false);
    expect(await org.condition(key, "Deleting")).toBe("True Deleting: It is being deleted");
    await world.work();
    expect(world.provider.take()).toEqual([`${key} DELETE`]);
    expect(await org.standing(key)).toBe("gone");
  });

  it("is waited for by an apply: two creates are never under way at once", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    await org.apply(key, { value: 2 });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.standing(key)).toBe("pending");
    expect(await org.condition(key, "Ready")).toBe(`False Pending: ${ENDING}`);

    expect(await settle(fail("aborted"))).toBe(false);
    await world.work();
    expect(world.provider.take()).toEqual([`${key} CREATE`]);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 2 } });
  });

  it("is waited for by the next update, so that what is ready is what was made last", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    await org.apply(key, { value: 2 });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    await org.apply(key, { value: 3 });
    await world.work();
    expect(await org.standing(key)).toBe("pending");

    await settle(succeed({ value: 2 }));
    await world.work();
    expect(world.provider.calls.at(-1)).toMatchObject({
      event: "UPDATE",
      config: { value: 3 },
      previous: { value: 1 },
    });
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 3 } });
  });

  it("is waited for by the result of a changed input", async () => {
    await org.apply("test/item/base", { value: 1 });
    await org.apply(key, { value: "${test/item/base.outputs.value}" });
    await world.work();
    await org.apply(key, { value: "${test/item/base.outputs.value}", text: "more" });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    await org.apply("test/item/base", { value: 2 });
    await world.work();
    expect(await org.standing(key)).toBe("failed+stale");
    expect(await org.condition(key, "Stale")).toBe(`True InputChanged: A value it uses may have changed. ${ENDING}`);
    expect(await org.condition(key, "Ready")).toMatch(/^False Failed: cancelled by /);

    await settle(fail("aborted"));
    await world.work();
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 2, text: "more" } });
  });

  it("is waited for by a later resource of the same name", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    await org.delete(key, { orphan: true });
    await org.apply(key, { value: 2 });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.condition(key, "Ready")).toBe(`False Pending: ${ENDING}`);

    await settle(succeed({ value: 1 }));
    await world.work();
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 2 } });
  });

  it("is waited for until its worker is lost", async () => {
    await org.apply(key, { value: 1 });
    const { settle } = await world.hold(key);
    await org.cancel(key);
    await org.apply(key, { value: 2 });
    await world.work();
    await world.loseLeases();
    expect(await reapLostWork(world.core)).toBe(1);
    await world.work();
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 2 } });
    expect(await settle(succeed({ value: 1 }))).toBe(false);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 2 } });
    expect(await world.count("leases")).toBe(0);
  });

  it("no longer applies sub-resources", async () => {
    await org.apply(key, { value: 1 });
    const { claim, settle } = await world.hold(key);
    const part = { provider: "test", resource: "item", name: "part", config: { value: 1 } };
    await applySubResource(world.core, claim, part);
    await org.cancel(key);
    const late = applySubResource(world.core, claim, { ...part, name: "late" });
    await expect(late).rejects.toThrow(`${key} was cancelled: its handler can no longer apply anything`);
    expect(await org.standings("test/item/part", "test/item/late")).toEqual(["pending", "gone"]);
    await settle(fail("aborted"));
  });

  it.each(["insert", "update"])("applies none at the very moment of the cancel either: %s", async (write) => {
    const part = { provider: "test", resource: "item", name: "part" };
    await org.apply(key, { value: 1 });
    const { claim, settle } = await world.hold(key);
    if (write === "update") await applySubResource(world.core, claim, { ...part, config: { value: 1 } });
    await world.work();
    const before = await org.row("test/item/part");
    const core = interrupted(world.core, new RegExp(`^${write}_resource`), () => org.cancel(key));
    await expect(applySubResource(core, claim, { ...part, config: { value: 2 } })).rejects.toThrow(
      `${key} was cancelled: its handler can no longer apply anything`,
    );
    expect(await org.row("test/item/part")).toEqual(before);
    await settle(fail("aborted"));
  });

  it("that ends at the moment of the next apply keeps nobody waiting", async () => {
    for (let round = 0; round < rounds(30); round++) {
      const name = `test/item/round-${round}`;
      await org.apply(name, { value: 1 });
      const { settle } = await world.hold(name);
      await org.cancel(name);
      await Promise.all([settle(succeed({ value: 1 })), org.apply(name, { value: 2 }).then(() => world.step())]);
      await world.work();
      expect(await org.get(name)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 2 } });
    }
  });
});
