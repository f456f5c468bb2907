import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes, ends, summary } from "../support/changes.ts";
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
  for (const name of ["a", "b"]) await org.apply(key(name), { value: name, secret: "s-secret" }, { tags: ["x"] });
  await world.work();
  world.provider.reset();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const id = (name: string) => `resource:test_item_${name}`;
const item = (name: string, config = {}) => ({ provider: "test", resource: "item", name, config });

describe("a change that applies again", () => {
  it("sends what is declared once more, by either id, and changes nothing of it", async () => {
    const before = await Promise.all(["a", "b"].map((name) => org.row(key(name))));
    const plan = await changes.plan({ reapply: [id("a"), key("b")], message: "after the upgrade" });
    expect(plan.counts).toMatchObject({ update: 2, unchanged: 0 });
    expect(plan.actions).toMatchObject([
      { action: "update", document: null, because: { kind: "declared" }, changes: [], resource: { name: "a" } },
      { action: "update", document: null, changes: [], resource: { name: "b" } },
    ]);
    expect(world.provider.take()).toEqual([]);
    const applied = await changes.finish((await changes.apply(plan.id)).id);
    expect(applied).toMatchObject({ status: "succeeded" });
    expect(world.provider.calls.map(({ event, config }) => [event, config])).toEqual([
      ["UPDATE", { value: "a", secret: "s-secret" }],
      ["UPDATE", { value: "b", secret: "s-secret" }],
    ]);
    for (const row of before) {
      const { config, tags, generation, dependencies } = row ?? {};
      expect(await org.row(String(row?.key))).toMatchObject({ config, tags, generation, dependencies });
    }
  });

  it("says what may follow, and leaves that alone where the outputs stay", async () => {
    await org.apply(key("user"), { value: "${test/item/a.outputs.value}" });
    await world.work();
    world.provider.take();
    const change = await changes.applyNow({ reapply: [id("a")] });
    expect(summary(change)).toEqual([`update ${key("a")}`, `follow ${key("user")}`]);
    expect((await changes.finish(change.id)).counts).toMatchObject({ update: 1, checked: 1 });
    expect(world.provider.take()).toEqual([`${key("a")} UPDATE`]);
  });

  it("warns of no field that cannot change and whose value is known", async () => {
    await org.apply("pragma/config/names", { data: { prefix: "x" } });
    const config = { fixed: "${pragma/config/names.outputs.prefix}", value: `\${${key("a")}.outputs.value}` };
    await org.apply(key("user"), config);
    await world.work();
    const { actions } = await changes.plan({ reapply: [id("a"), id("user")] });
    expect(actions.map(({ resource, warnings }) => [resource.name, warnings])).toEqual([
      ["a", []],
      ["user", []],
    ]);
  });

  it("tries what has failed again, and joins what is waiting", async () => {
    world.provider.answer(key("a"), reject());
    await org.apply(key("a"), { value: "new" });
    await world.work();
    await org.apply(key("b"), { value: `\${${key("absent")}.outputs.value}` });
    const pending = (await org.row(key("b")))?.pending_event_id;
    const { id: changeId, actions } = await changes.applyNow({ reapply: [id("a"), id("b")] });
    expect(actions.find(({ resource }) => resource.name === "b")).toMatchObject({ event_id: pending });
    expect(ends(await changes.finish(changeId))).toEqual({ a: "succeeded", b: "waiting" });
  });

  it("waits for what is processing, as a change of it would", async () => {
    await org.apply(key("a"), { value: "new" });
    const held = await world.hold(key("a"));
    const plan = await changes.plan({ reapply: [id("a")] });
    expect(plan.busy).toEqual([id("a")]);
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "change_in_flight" });
    await held.settle({ kind: "succeeded", outputs: {} });
    expect((await changes.finish((await changes.apply(plan.id)).id)).status).toBe("succeeded");
  });

  it("refuses what is a draft, is being deleted, or is named twice, each at its place", async () => {
    await org.draft(key("draft"), {});
    await org.delete(key("b"));
    const { actions } = await changes.plan({
      documents: [item("c"), item("a")],
      reapply: [id("draft"), id("b"), id("a")],
    });
    const issues = actions.flatMap(({ issues: found }) => found.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`));
    expect(issues.sort()).toEqual([
      `documents.1: ${key("a")} is named by more than one document`,
      `reapply.0: ${id("draft")} is a draft: only what is ready or failed is applied again`,
      `reapply.1: ${id("b")} is being deleted: only what is ready or failed is applied again`,
      `reapply.2: ${key("a")} is named more than once`,
    ]);
  });

  it("names each id of what does not exist, and stores no plan", async () => {
    await expect(changes.plan({ reapply: [id("a"), "none", key("gone")] })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ loc: ["body", "reapply", 1] }, { loc: ["body", "reapply", 2] }],
    });
    expect(await world.count("changes", `organization_id = '${org.id}'`)).toBe(0);
  });

  it("is stale once what it would apply again was changed or is gone", async () => {
    const plan = await changes.plan({ reapply: [id("a")] });
    await org.apply(key("a"), { value: "other" });
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "stale_plan" });
    const other = await changes.plan({ reapply: [id("b")] });
    await org.delete(key("b"));
    await world.work();
    await expect(changes.apply(other.id)).rejects.toMatchObject({ code: "stale_plan" });
  });

  it("keeps the set of what it applies again, and a revert of it has nothing to do", async () => {
    await changes.finish((await changes.applyNow({ documents: [item("a", { value: 1 })], set: "shop" })).id);
    const { id: changeId } = await changes.applyNow({ documents: [item("c")], set: "other", reapply: [id("a")] });
    await changes.finish(changeId);
    expect(await org.get(key("a"))).toMatchObject({ set: "shop" });
    expect(summary(await changes.revert(changeId))).toEqual([`delete ${key("c")}`]);
  });
});
