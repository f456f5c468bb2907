import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getGroupedGraph } from "../src/resources/read/index.ts";
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
const ref = (name: string) => ({ provider: "test", resource: "item", name });
const short = (id: string) => id.replace(/^resource:test_item_|^group:./, "");

async function grouped(query: Parameters<typeof getGroupedGraph>[2]) {
  const { groups, nodes, edges } = await getGroupedGraph(world.core, org.context, query);
  return {
    groups: groups.map(({ name, by_state }) => `${name ?? "others"} ${JSON.stringify(by_state)}`),
    nodes: nodes.map(({ name, lifecycle_state }) => `${name} ${lifecycle_state}`),
    edges: edges.map(({ from, to, kind }) => `${short(from)}>${short(to)} ${kind}`).sort(),
  };
}

describe("a graph in groups", () => {
  beforeEach(async () => {
    await org.apply("pragma/config/base", { data: { x: 1 } }, { tags: ["core"] });
    await org.apply(key("a"), { value: "${pragma/config/base.outputs.x}" }, { tags: ["shop", "core"] });
    await org.apply(key("b"), {}, { depends_on: [key("a"), key("absent")], tags: ["shop"] });
    await org.apply(key("c"), {}, { owner_references: [ref("a")] });
    await world.work();
  });

  it("has a node for each type, with its resources by state, and an edge for all between two", async () => {
    expect(await grouped({ by: "type" })).toEqual({
      groups: ['test/item {"pending":1,"ready":2}', 'pragma/config {"ready":1}'],
      nodes: [],
      edges: ["test/item>pragma/config dependency"],
    });
  });

  it("has one for each first tag, and for those without", async () => {
    expect(await grouped({ by: "tag" })).toEqual({
      groups: ['shop {"pending":1,"ready":1}', ' {"ready":1}', 'core {"ready":1}'],
      nodes: [],
      edges: [">shop owner", "shop>core dependency"],
    });
    expect((await grouped({ by: "set" })).groups).toEqual([' {"pending":1,"ready":3}']);
  });

  it("shows the members of an open group, with edges to groups", async () => {
    expect(await grouped({ by: "type", open: "test/item" })).toEqual({
      groups: ['pragma/config {"ready":1}'],
      nodes: ["a ready", "b pending", "c ready"],
      edges: ["a>pragma/config dependency", "b>a dependency", "c>a owner"],
    });
  });

  it("keeps to a provider, and to the organization", async () => {
    expect((await grouped({ by: "type", provider: "pragma" })).groups).toEqual(['pragma/config {"ready":1}']);
    const other = world.organization().context;
    expect(await getGroupedGraph(world.core, other, { by: "type" })).toEqual({
      ...{ groups: [], nodes: [], edges: [], truncated: false },
    });
  });

  it("says that there are more only if there are", async () => {
    const more = world.organization();
    const add = (from: number, to: number) =>
      world.pool.query(
        `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, applied_by)
         SELECT $1, 'p/t/n' || n, 'resource:p_t_n' || n, 'p', 't', 'n' || n, '{}', 'draft', '{}' FROM generate_series($2::int, $3) AS n`,
        [more.context.organizationId, from, to],
      );
    const truncated = async () => (await getGroupedGraph(world.core, more.context, { by: "type" })).truncated;
    await add(1, 20_000);
    expect(await truncated()).toBe(false);
    await add(20_001, 20_001);
    expect(await truncated()).toBe(true);
  });
});
