import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getChangeGraph } from "../../src/changes/index.ts";
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
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const using = (name: string) => ({ value: `\${${key(name)}.outputs.value}` });
const item = (name: string, config: object = {}, more: object = {}) => ({
  ...{ provider: "test", resource: "item", name, config },
  ...more,
});
const short = (id: string) => id.replace("resource:test_item_", "");

async function graphOf(id: string) {
  const { nodes, edges } = await getChangeGraph(world.core, org.context, id);
  return {
    nodes: nodes.map(({ name, action, presence }) => `${name} ${action} ${presence}`).sort(),
    edges: edges.map(({ from, to, kind, presence }) => `${short(from)}>${short(to)} ${kind} ${presence}`).sort(),
  };
}

describe("the graph of a change", () => {
  const CHANGED = {
    nodes: ["a null both", "b null both", "gone delete before", "new create after", "user update both"],
    edges: [
      ...["gone>a dependency before", "new>b dependency after", "new>user owner after"],
      ...["user>a dependency before", "user>b dependency after"],
    ],
  };

  it("is the same of a plan and after it was applied: what is there before, and what after", async () => {
    await org.apply(key("a"), { value: 1 });
    await org.apply(key("b"), { value: 1 });
    await org.apply(key("user"), using("a"));
    await org.apply(key("gone"), {}, { depends_on: [key("a")] });
    await world.work();
    const owner = { provider: "test", resource: "item", name: "user" };
    const plan = await changes.plan({
      documents: [item("user", using("b")), item("new", {}, { depends_on: [key("b")], owner_references: [owner] })],
      delete: [{ resource: key("gone") }],
    });
    expect(await graphOf(plan.id)).toEqual(CHANGED);
    await changes.apply(plan.id);
    await changes.finish(plan.id);
    const applied = await graphOf(plan.id);
    expect(applied.nodes).toEqual(CHANGED.nodes);
    expect(applied.edges).toEqual(CHANGED.edges);
  });

  it("has what follows, with the edges that it keeps", async () => {
    await org.apply(key("a"), { value: 1 });
    await org.apply(key("b"), using("a"));
    await world.work();
    const plan = await changes.plan({ documents: [item("a", { value: 2 })] });
    expect(await graphOf(plan.id)).toEqual({
      nodes: ["a update both", "b follow both"],
      edges: ["b>a dependency both"],
    });
  });

  it("is refused if there is no such change in the organization", async () => {
    await expect(getChangeGraph(world.core, org.context, randomUUID())).rejects.toMatchObject({ code: "not_found" });
    const plan = await changes.plan({ documents: [item("a")] });
    const other = world.organization().context;
    await expect(getChangeGraph(world.core, other, plan.id)).rejects.toMatchObject({ code: "not_found" });
  });
});
