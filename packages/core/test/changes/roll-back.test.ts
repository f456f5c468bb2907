import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes, summary } from "../support/changes.ts";
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
const ID = "resource:test_item_a";

async function applied(key: string, config: object, more: object = {}): Promise<void> {
  await org.apply(key, config as never, more);
  await world.work();
}

/** Applies the plan, and reads what is wanted then. */
async function carriedOut(id: string) {
  await changes.apply(id);
  expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });
  return org.get(A);
}

describe("rolling a resource back", () => {
  it("brings back the config of an earlier generation, as a plan that is applied", async () => {
    await applied(A, { value: { size: 1, labels: ["a", "b", "c"] } });
    await applied(A, { value: { size: 2, labels: ["a"], "tls.crt": "x" } });
    await applied(A, { value: { labels: ["z", "y"] }, count: 3 }, { tags: ["kept"] });
    const plan = await changes.rollBack(ID, 1);
    expect(plan).toMatchObject({
      status: "planned",
      message: "Roll back test/item/a to generation 1",
      counts: { update: 1, refuse: 0 },
    });
    const back = await carriedOut(plan.id);
    expect(back).toMatchObject({ generation: 4, tags: ["kept"] });
    expect(back.config).toEqual({ value: { size: 1, labels: ["a", "b", "c"] } });
  });

  it("brings back references and explicit dependencies, and keeps each of its kind", async () => {
    await applied("test/item/b", { value: 1 });
    await applied("test/item/c", { value: 1 });
    await applied(A, { value: "${test/item/b.outputs.value}" }, { depends_on: ["test/item/c"] });
    await applied(A, { value: 2 }, { depends_on: [] });
    const back = await carriedOut((await changes.rollBack(ID, 1)).id);
    expect(back).toMatchObject({
      config: { value: "${test/item/b.outputs.value}" },
      dependencies: [{ name: "c" }, { name: "b" }],
    });
    // The reference's dependency goes with it: it has not become an explicit one.
    const { dependencies } = back;
    await applied(A, { value: 2 }, { dependencies });
    expect((await org.get(A)).dependencies).toMatchObject([{ name: "c" }]);
  });

  it("counts a discarded draft as what it returned to", async () => {
    await applied(A, { value: 1 });
    await applied(A, { value: 2 });
    await org.draft(A, { value: 3 });
    await org.discard(A);
    await applied(A, { value: 4 });
    expect((await carriedOut((await changes.rollBack(ID, 2)).id)).config).toEqual({ value: 2 });
  });

  it("leaves a secret that was replaced since, says so, and never shows one", async () => {
    await applied(A, { value: 1, secret: "first!" });
    await applied(A, { value: 2, secret: "second!" });
    const plan = await changes.rollBack(ID, 1);
    expect(plan.message).toBe(
      "Roll back test/item/a to generation 1, except config.secret: the history keeps no sensitive values",
    );
    expect(plan.actions[0]?.changes).toEqual([{ path: "config.value", before: 2, after: 1 }]);
    expect(JSON.stringify(plan)).not.toMatch(/first!|second!/);
    await carriedOut(plan.id);
    expect(world.provider.calls.findLast(({ event }) => event === "UPDATE")).toMatchObject({
      config: { value: 1, secret: "second!" },
    });
  });

  it("says so, too, of a secret that was removed and set anew", async () => {
    await applied(A, { value: 1, secret: "first!" });
    await applied(A, { value: 1 });
    await applied(A, { value: 1, secret: "second!" });
    expect((await changes.rollBack(ID, 1)).message).toMatch(/, except config\.secret: /);
  });

  it("makes a dependency explicit again that a reference has taken over since", async () => {
    await applied("test/item/b", { value: 1 });
    await applied(A, { value: 1 }, { depends_on: ["test/item/b"] });
    await applied(A, { value: "${test/item/b.outputs.value}" });
    const back = await carriedOut((await changes.rollBack(ID, 1)).id);
    expect(back).toMatchObject({ config: { value: 1 }, dependencies: [{ name: "b" }] });
  });

  it("refuses a secret that was removed since, at its path", async () => {
    await applied(A, { value: 1, secret: "first!" });
    await applied(A, { value: 2 });
    const plan = await changes.rollBack(ID, 1);
    expect(summary(plan)).toEqual(["refuse test/item/a"]);
    expect(plan.actions[0]?.issues).toMatchObject([
      { loc: ["documents", 0, "config", "secret"], type: "masked_value" },
    ]);
  });

  it.each([
    [3, "it is at that generation"],
    [9, "it has not come that far"],
  ])("refuses generation %i: %s", async (generation, why) => {
    for (const value of [1, 2, 3]) await applied(A, { value });
    await expect(changes.rollBack(ID, generation)).rejects.toMatchObject({
      code: "conflict",
      message: `resource:test_item_a cannot be rolled back to generation ${generation}: ${why}`,
    });
  });

  it("does not reach back to an earlier resource of the same name, nor beyond what is kept", async () => {
    for (const value of [1, 2, 3]) await applied(A, { value });
    await org.delete(A);
    await world.work();
    await applied(A, { value: 7 });
    await applied(A, { value: 8 });
    expect((await changes.rollBack(ID, 1)).actions[0]?.changes).toEqual([
      { path: "config.value", before: 8, after: 7 },
    ]);
    await world.pool.query("DELETE FROM resource_changes WHERE resource_key = $1 AND generation = 1", [A]);
    await expect(changes.rollBack(ID, 1)).rejects.toMatchObject({ code: "conflict" });
  });

  it("knows no resource of another organization", async () => {
    await applied(A, { value: 1 });
    world.moveOn();
    await expect(new Changes(world).rollBack(ID, 1)).rejects.toMatchObject({ code: "not_found" });
  });
});
