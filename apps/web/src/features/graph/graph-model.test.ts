import type { Graph, GraphNode, LifecycleState, StateChange } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { areaInView, edgePaths, edgesWithin } from "./canvas/edge-paths.ts";
import { flowNodes } from "./canvas/flow-elements.ts";
import { stepFrom } from "./canvas/walk.ts";
import { expectedSize, graphPart } from "./graph-part.ts";
import { isAskable, matches, modelOf, neighboursOf } from "./model/graph-model.ts";
import { patchGraph } from "./model/patch-graph.ts";

const node = (provider: string, name: string, state: LifecycleState | null = "ready"): GraphNode => ({
  id: `resource:${provider}_item_${name}`,
  provider,
  resource: "item",
  name,
  lifecycle_state: state,
});
const id = (name: string) => `resource:test_item_${name}`;

// b needs a; c needs b and something absent; d owns c; x is another provider's, and needs a.
const graph: Graph = {
  nodes: [
    ...["a", "b", "c", "d"].map((name) => node("test", name)),
    node("test", "absent", null),
    node("other", "x", "failed"),
  ],
  edges: [
    { from: id("b"), to: id("a"), kind: "dependency" },
    { from: id("c"), to: id("b"), kind: "dependency" },
    { from: id("c"), to: id("absent"), kind: "dependency" },
    { from: id("c"), to: id("d"), kind: "owner" },
    { from: "resource:other_item_x", to: id("a"), kind: "dependency" },
  ],
};
const change = (name: string, state: LifecycleState | null): StateChange => ({
  id: "1",
  resource_id: id(name),
  provider: "test",
  resource: "item",
  name,
  lifecycle_state: state,
  generation: 1,
  error: null,
  updated_at: "2026-01-01T00:00:00Z",
});

describe("the model", () => {
  it("of one provider has no edge to another's", () => {
    const { nodes, edges } = modelOf(graph, "test");
    expect(nodes.map(({ key }) => key)).not.toContain("other/item/x");
    expect(edges).toHaveLength(4);
    expect(modelOf(graph, null).edges).toHaveLength(5);
  });

  it("has the same structure when only states change, and another when an edge goes", () => {
    const { structure } = modelOf(graph, null);
    expect(modelOf(patchGraph(graph, [change("a", "failed")]), null).structure).toBe(structure);
    expect(modelOf({ ...graph, edges: graph.edges.slice(1) }, null).structure).not.toBe(structure);
  });

  it("knows what a node needs and what needs it, owners told apart", () => {
    const { upstream, downstream } = neighboursOf(modelOf(graph, null), id("c"));
    expect(upstream.map((each) => `${each.node.name} ${each.kind}`)).toEqual([
      "b dependency",
      "absent dependency",
      "d owner",
    ]);
    expect(downstream).toEqual([]);
  });

  it("matches by state, absence and any part of the key", () => {
    const found = (state: LifecycleState | "absent" | null, text: string) =>
      modelOf(graph, null).nodes.flatMap((each) => (matches(each, { state, text, ids: null }) ? [each.name] : []));
    expect(found("absent", "")).toEqual(["absent"]);
    expect(found("failed", "OTHER/")).toEqual(["x"]);
    expect(found("failed", "test/")).toEqual([]);
    const some = { state: null, text: "", ids: new Set([id("a"), id("x")]) };
    expect(
      modelOf(graph, null)
        .nodes.filter((each) => matches(each, some))
        .map(({ name }) => name),
    ).toEqual(["a"]);
  });
});

it("asks about resources that exist, and not about groups", () => {
  const { nodes } = modelOf(
    { nodes: [node("test", "a"), node("test", "b", null)], edges: [] } as unknown as Graph,
    null,
  );
  expect(nodes.map(isAskable)).toEqual([true, false]);
  const group = { kind: "chain" as const, name: "a", total: 2, by_state: {}, members: [] };
  expect(nodes.map((one) => isAskable({ ...one, group } as never))).toEqual([false, false]);
});

describe("a patch", () => {
  it("takes the last state of each resource, and null as gone", () => {
    const { nodes } = patchGraph(graph, [change("a", "processing"), change("a", "ready"), change("b", null)]);
    expect(nodes.slice(0, 2).map(({ lifecycle_state }) => lifecycle_state)).toEqual(["ready", null]);
  });

  it("returns the same graph if nothing in it changed", () => {
    expect(patchGraph(graph, [change("a", "ready"), change("z", "failed")])).toBe(graph);
  });
});

describe("what is drawn", () => {
  const positions = Object.fromEntries(
    graph.nodes.map((each, index) => [each.id, { x: 300 * (graph.nodes.length - index), y: 0 }]),
  );
  const drawing = {
    positions,
    selected: null,
    root: null,
    highlight: { state: null, text: "", ids: null },
    told: null,
  };
  const draw = (
    from: Graph,
    before: ReturnType<typeof flowNodes> = [],
    look: Partial<Parameters<typeof flowNodes>[1]> = {},
  ) => flowNodes(modelOf(from, null), { ...drawing, ...look }, new Map(before.map((each) => [each.id, each])));

  it("is ordered from left to right", () => {
    expect(draw(graph).map(({ position }) => position.x)).toEqual([300, 600, 900, 1200, 1500, 1800]);
  });

  it("is rebuilt only for the node whose state changed", () => {
    const before = draw(graph);
    const after = draw(patchGraph(graph, [change("a", "failed")]), before);
    expect(after.filter((each) => !before.includes(each)).map((each) => each.data.node.name)).toEqual(["a"]);
  });

  it("dims what an answer does not concern, and says what it does of the others", () => {
    const told = { ids: new Set([id("a"), id("b")]), notes: new Map([[id("a"), "root cause"]]) };
    const drawn = draw(graph, [], { told });
    const look = Object.fromEntries(drawn.map(({ data }) => [data.node.name, `${data.emphasis} ${data.note}`]));
    expect(look).toMatchObject({ a: "none root cause", b: "none null", c: "other null" });
  });

  it("leaves out what has no position yet", () => {
    const { [id("a")]: _, ...rest } = positions;
    expect(draw(graph, [], { positions: rest })).toHaveLength(5);
  });

  it("leads from the right of what is needed to the left of what needs it, owners apart", () => {
    const at = { [id("a")]: { x: 0, y: 0 }, [id("b")]: { x: 400, y: 100 }, [id("c")]: { x: 800, y: 0 } };
    const { dependencies, owners, arrows } = edgePaths(graph.edges, { ...at, [id("d")]: { x: 400, y: 0 } });
    expect(dependencies).toMatch(/^M232,30C[^M]*391,130M632,130C[^M]*791,30$/);
    expect(owners).toMatch(/^M632,30C[^M]* 791,30$/);
    expect(arrows.match(/M/g)).toHaveLength(3);
  });
});

describe("edges in view", () => {
  const near = areaInView([0, 0, 1], 1000, 600);

  it("are those whose ends have the view between them, besides those that end in it", () => {
    const at = { [id("a")]: { x: -9000, y: 10 }, [id("b")]: { x: 9000, y: 10 }, [id("c")]: { x: 9300, y: 10 } };
    expect(edgesWithin(graph.edges, at, near).map(({ from, to }) => [from, to])).toEqual([[id("b"), id("a")]]);
  });

  it("are the same for a small step", () => {
    expect(areaInView([-40, -40, 1], 1000, 600)).toEqual(near);
    expect(areaInView([-3000, 0, 1], 1000, 600)).not.toEqual(near);
  });
});

describe("arrow keys", () => {
  const model = modelOf(graph, null);
  const positions = {
    [id("a")]: { x: 0, y: 0 },
    [id("d")]: { x: 0, y: 100 },
    [id("absent")]: { x: 0, y: 300 },
    [id("b")]: { x: 300, y: 0 },
    [id("c")]: { x: 600, y: 80 },
  };

  it("follow the edges to the sides, to the nearest first", () => {
    expect(stepFrom(model, positions, id("a"), "ArrowRight")).toBe(id("b"));
    expect(stepFrom(model, positions, id("c"), "ArrowLeft")).toBe(id("d"));
    expect(stepFrom(model, positions, id("c"), "ArrowRight")).toBeNull();
  });

  it("stay in the column upwards and downwards", () => {
    expect(stepFrom(model, positions, id("a"), "ArrowDown")).toBe(id("d"));
    expect(stepFrom(model, positions, id("absent"), "ArrowUp")).toBe(id("d"));
    expect(stepFrom(model, positions, id("a"), "ArrowUp")).toBeNull();
  });
});

describe("a part", () => {
  const all = { root: null, depth: null, direction: "both" as const, provider: null };
  const counts = [
    { provider: "test", total: 1000 },
    { provider: "other", total: 700 },
  ];

  it("has a depth and a direction only around a root", () => {
    expect(graphPart({ ...all, depth: 2, provider: "test" })).toEqual({ provider: "test" });
    expect(graphPart({ ...all, root: "test/item/a", depth: 2 })).toEqual({
      root: "test/item/a",
      depth: 2,
      direction: "both",
    });
  });

  it("is as large as what it counts, and of unknown size around a root", () => {
    expect(expectedSize(all, counts)).toBe(1700);
    expect(expectedSize({ ...all, provider: "other" }, counts)).toBe(700);
    expect(expectedSize({ ...all, root: "test/item/a" }, counts)).toBeNull();
  });
});
