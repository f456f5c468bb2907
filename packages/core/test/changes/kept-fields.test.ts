import type { KeptField, Resource } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  org = world.moveOn();
  changes = new Changes(world);
  for (const name of ["one", "two"]) await org.apply(`test/item/${name}`, {});
  await world.work();
});
afterAll(() => world.close());

const A = "test/item/a";
const item = (name: string) => ({ provider: "test", resource: "item", name });

/** Two values of each field that is kept beside the config; a field that is missing here does not compile. */
const VALUES: { [Field in KeptField]: readonly [Resource[Field], Resource[Field]] } = {
  owner_references: [[item("one")], [item("two")]],
  deletion_protected: [true, false],
  handling: [
    { mode: "full", on_delete: "keep", ignore: ["count"], drift: "off", paused: false },
    { mode: "full", on_delete: "delete", ignore: [], drift: "correct", paused: false },
  ],
  tags: [["one"], ["two"]],
};

describe.each(Object.entries(VALUES))("a change of %s", (field, [one, two]) => {
  const document = (value: unknown) => ({ ...item("a"), config: {}, [field]: value });

  it("is written, for a resource that is new and for one that is not", async () => {
    await changes.finish((await changes.applyNow({ documents: [document(one)] })).id);
    expect(await org.get(A)).toMatchObject({ [field]: one });
    await changes.applyNow({ documents: [document(two)] });
    expect(await org.get(A)).toMatchObject({ [field]: two });
  });

  it("by somebody else makes a plan stale", async () => {
    await org.apply(A, {}, { [field]: one });
    const plan = await changes.plan({ documents: [{ ...item("a"), config: { count: 1 } }] });
    await org.apply(A, {}, { [field]: two });
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "stale_plan" });
  });

  it("by somebody else makes a plan stale that names it only in a condition", async () => {
    await org.apply(A, {}, { [field]: one });
    const row = await org.row(A);
    const documents = [{ ...item("other"), config: {} }];
    const plan = await changes.plan({ documents, if_match: { [String(row?.id)]: `"${row?.version}"` } });
    await org.apply(A, {}, { [field]: two });
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "stale_plan" });
  });

  it("is undone by a revert", async () => {
    await org.apply(A, {}, { [field]: one });
    await world.work();
    const { id } = await changes.finish((await changes.applyNow({ documents: [document(two)] })).id);
    await changes.finish((await changes.apply((await changes.revert(id)).id)).id);
    expect(await org.get(A)).toMatchObject({ [field]: one });
  });

  it("by somebody else is not undone by the revert of an earlier change", async () => {
    await org.apply(A, {}, { [field]: one });
    await world.work();
    const documents = [{ ...item("a"), config: { count: 1 } }];
    const { id } = await changes.finish((await changes.applyNow({ documents })).id);
    await org.apply(A, { count: 1 }, { [field]: two });
    const { actions } = await changes.revert(id);
    expect(actions).toMatchObject([{ action: "refuse", issues: [{ type: "changed_since" }] }]);
    await org.apply(A, { count: 1 }, { [field]: one });
    expect((await changes.revert(id)).actions).toMatchObject([{ action: "update" }]);
  });
});
