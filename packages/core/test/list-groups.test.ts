import type { ListGrouping, ResourceFilter } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getListGroups, listResourceRows, MAX_LIST_GROUPS } from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
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

const key = (name: string) => `test/item/${name}`;

async function groups(by: ListGrouping, filter: ResourceFilter = {}) {
  const { groups: found, others } = await getListGroups(world.core, org.context, filter, by);
  expect(others).toBeNull();
  return found.map(({ name, total, by_state }) => `${name} ${total} ${JSON.stringify(by_state)}`);
}

async function names(filter: Parameters<typeof listResourceRows>[2]): Promise<string[]> {
  const { rows } = await listResourceRows(world.core, org.context, filter, { limit: 50 });
  return rows.map(({ name }) => name);
}

describe("the list in groups", () => {
  beforeEach(async () => {
    await org.apply("pragma/config/base", { data: {} }, { tags: ["core"] });
    await org.apply(key("a"), {}, { tags: ["shop", "core"] });
    await org.apply(key("b"), {}, { depends_on: [key("absent")], tags: ["shop"] });
    await org.draft(key("c"));
    await world.work();
  });

  it("has one for each type, by name, with its states", async () => {
    expect(await groups("type")).toEqual([
      'pragma/config 1 {"ready":1}',
      'test/item 3 {"draft":1,"pending":1,"ready":1}',
    ]);
  });

  it("has a resource in the group of each of its tags, and those without a tag in the last", async () => {
    expect(await groups("tag")).toEqual(['core 2 {"ready":2}', 'shop 2 {"pending":1,"ready":1}', ' 1 {"draft":1}']);
    expect(await names({ tags: ["core"] })).toEqual(["a", "base"]);
    expect(await names({ lacking: "tags" })).toEqual(["c"]);
  });

  it("has states by urgency, and a group of those in no set", async () => {
    expect(await groups("state")).toEqual(['pending 1 {"pending":1}', 'draft 1 {"draft":1}', 'ready 2 {"ready":2}']);
    expect(await groups("set")).toEqual([' 4 {"draft":1,"pending":1,"ready":2}']);
    expect(await names({ lacking: "set", provider: "test" })).toEqual(["a", "b", "c"]);
  });

  it("counts what the filter selects, of one organization", async () => {
    expect(await groups("tag", { tags: ["core"], provider: "test" })).toEqual([
      'core 1 {"ready":1}',
      'shop 1 {"ready":1}',
    ]);
    const other = world.organization().context;
    expect(await getListGroups(world.core, other, {}, "tag")).toEqual({ groups: [], others: null });
  });
});

describe("more groups than are told apart", () => {
  it("leaves the smaller ones together, but not those without a name", async () => {
    const tags = (from: number, count: number) => Array.from({ length: count }, (_, index) => `t-${from + index}`);
    await org.draft(key("many"), {}, { tags: tags(0, MAX_LIST_GROUPS + 20) });
    await org.draft(key("large"), {}, { tags: tags(30, MAX_LIST_GROUPS - 1) });
    await org.draft(key("none"));
    const { groups: found, others } = await getListGroups(world.core, org.context, {}, "tag");
    expect(found).toHaveLength(MAX_LIST_GROUPS);
    expect(found.at(-1)).toEqual({ name: "", total: 1, by_state: { draft: 1 } });
    expect(found.slice(0, -1).filter(({ total }) => total === 2)).toHaveLength(90);
    expect(others).toEqual({ groups: 30, total: 30, by_state: { draft: 30 } });
  });

  it.each(["name", "-updated", "state"] as const)("reads those without a tag page by page by %s", async (sort) => {
    for (const name of ["a", "b", "c"]) await org.draft(key(name));
    await org.draft(key("d"), {}, { tags: ["x"] });
    const filter = { lacking: "tags" } as const;
    const first = await listResourceRows(world.core, org.context, filter, { limit: 2, sort });
    const rest = await listResourceRows(world.core, org.context, filter, { limit: 2, sort, after: first.next });
    expect([...first.rows, ...rest.rows].map(({ name }) => name).sort()).toEqual(["a", "b", "c"]);
    expect(rest.next).toBeUndefined();
  });
});
