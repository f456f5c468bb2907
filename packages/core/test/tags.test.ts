import { listResourceRows } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Organization } from "./support/organization.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  org = world.moveOn();
});
afterAll(() => world.close());

const A = "test/item/a";

it("a resource without tags has an empty list of them for its provider, and null for clients", async () => {
  expect((await org.apply(A, { value: 1 })).tags).toEqual([]);
  const { claim, settle } = await world.hold(A);
  expect(claim.resource.tags).toEqual([]);
  await settle({ kind: "succeeded", outputs: {} });
  expect((await org.row(A))?.tags).toEqual([]);
  expect((await org.draft(A, { value: 2 })).tags).toEqual([]);
  expect((await listResourceRows(world.core.db.tenant(org.id), {}, { limit: 10 })).map(({ tags }) => tags)).toEqual([
    [],
  ]);
  expect((await org.get(A)).tags).toBeNull();
});

it("cleared tags are null or an empty list, as they were cleared", async () => {
  await org.apply(A, { value: 1 }, { tags: ["b", "a", "b"] });
  expect((await org.get(A)).tags).toEqual(["b", "a"]);
  await org.apply(A, { value: 1 }, { tags: [] });
  expect((await org.get(A)).tags).toEqual([]);
  await org.apply(A, { value: 1 }, { tags: null });
  expect((await org.get(A)).tags).toBeNull();
});
