import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes, summary } from "../support/changes.ts";
import { interrupted } from "../support/interrupted.ts";
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

const key = (name: string) => `test/item/${name}`;
const ref = (name: string) => ({ provider: "test", resource: "item", name });
const plan = (name: string, more: object = {}) => changes.plan({ delete: [{ resource: key(name), ...more }] });
const issues = async (name: string, more: object = {}) =>
  (await plan(name, more)).actions.flatMap(({ issues: found }) => found.map(({ type, msg }) => `${type}: ${msg}`));

describe("a plan that deletes", () => {
  it("names what goes, in order, what stays, and what stands in the way", async () => {
    await org.apply(key("base"), { value: 1 });
    await org.apply(key("user"), { value: "${test/item/base.outputs.value}" });
    await org.apply(key("top"), {}, { depends_on: [key("user")] });
    await org.apply(key("child"), {}, { owner_references: [ref("base")] });
    await world.work();

    expect(await issues("base")).toEqual(["has_dependents: test/item/user depends on test/item/base"]);
    const cascade = await plan("base", { dependents: "cascade" });
    expect(cascade.counts).toMatchObject({ delete: 4, refuse: 0 });
    const order = summary(cascade);
    expect(order.indexOf("delete test/item/top")).toBeLessThan(order.indexOf("delete test/item/user"));
    expect(order.indexOf("delete test/item/user")).toBeLessThan(order.indexOf("delete test/item/base"));
    const detach = await plan("base", { dependents: "detach" });
    expect(detach.counts).toMatchObject({ delete: 2, update: 1, refuse: 0 });
    expect(detach.actions.find(({ action }) => action === "update")).toMatchObject({
      resource: { name: "user" },
      because: { kind: "dependent", from: "resource:test_item_base" },
    });
  });

  it("names all that is refused, and what is in flight, where a deletion names the first", async () => {
    await org.apply(key("base"), {}, { deletion_protected: true });
    await org.apply(key("child"), {}, { owner_references: [ref("base")] });
    await world.work();
    await org.apply(key("user"), {}, { depends_on: [key("base")] });
    await org.apply(key("child"), { value: 2 });
    const held = await world.hold(key("child"));
    const found = await plan("base");
    expect(found.actions.flatMap(({ issues: some }) => some.map(({ type }) => type))).toEqual([
      "deletion_protected",
      "has_dependents",
    ]);
    expect(found.busy).toEqual(["resource:test_item_child"]);
    await expect(org.delete(key("base"))).rejects.toMatchObject({ code: "deletion_protected" });
    await held.settle({ kind: "succeeded", outputs: {} });
  });

  it("names what goes where a document depends on it", async () => {
    await org.apply(key("base"), { value: 1 });
    await world.work();
    const { actions } = await changes.plan({
      documents: [{ ...ref("user"), config: { value: "${test/item/base.outputs.value}" } }],
      delete: [{ resource: key("base") }],
    });
    expect(actions.find(({ resource }) => resource.name === "user")?.issues).toMatchObject([
      {
        msg: "test/item/user depends on test/item/base, which the change deletes: keep that, or take the reference out of the document",
      },
    ]);
  });

  it("finds values that a dependent could not be given", async () => {
    await org.draft(key("base"), { value: 1 });
    await org.apply(key("user"), { value: "${test/item/base.outputs.value}" });
    expect(await issues("base", { dependents: "detach" })).toMatchObject([expect.stringMatching(/^has_dependents: /)]);
  });

  it("joins what is being deleted, and leaves alone what is somebody else's", async () => {
    await org.apply(key("a"));
    await world.work();
    await org.delete(key("a"));
    expect(await plan("a")).toMatchObject({ counts: { delete: 1, refuse: 0 }, busy: [] });
    const other = new Changes(world, world.organization());
    const { actions } = await other.plan({ delete: [{ resource: key("a") }] });
    expect(actions).toMatchObject([{ warnings: [`${key("a")} does not exist: there is nothing to delete`] }]);
  });
});

it("a deletion that turns out endless at the moment of its lock is refused as if it had been so before", async () => {
  await org.apply(key("base"), { value: 1 });
  await org.apply(key("user"), { value: "${test/item/base.outputs.value}" });
  await world.work();
  await org.apply(key("user"), { value: 1 });
  const held = await world.hold(key("user"));
  // The deletion would wait for that update.
  const core = interrupted(world.core, /^lock_graph$/, () => held.settle(reject("no")));

  await expect(changes.on(core).applyNow({ delete: [{ resource: key("base") }] })).rejects.toMatchObject({
    code: "validation_failed",
    issues: [
      {
        loc: ["delete", 0],
        type: "has_dependents",
        msg: "test/item/user still runs with it, since its update without it failed",
      },
    ],
  });
  expect(await org.standings(key("base"), key("user"))).toEqual(["ready", "failed"]);
});
