import { describe, expect, it } from "vitest";
import { type ChangeGraph, changeNotes, edgeMarks, edgeSentences, modelOfSide, type Side } from "./change-graph.ts";

type Node = ChangeGraph["nodes"][number];

const node = (name: string, action: Node["action"], presence: Side): Node => ({
  ...{ id: name, provider: "test", resource: "item", name, lifecycle_state: "ready", action, presence },
});
const graph: ChangeGraph = {
  nodes: [
    node("a", "update", "both"),
    node("needed", null, "both"),
    node("gone", "delete", "before"),
    node("new", "create", "after"),
  ],
  edges: [
    { from: "gone", to: "a", kind: "dependency", presence: "before" },
    { from: "new", to: "a", kind: "dependency", presence: "after" },
    { from: "new", to: "a", kind: "owner", presence: "after" },
    { from: "a", to: "needed", kind: "dependency", presence: "both" },
  ],
  truncated: false,
};

describe("the graph of a change", () => {
  it.each<[Side, string[], number]>([
    ["before", ["a", "gone"], 1],
    ["after", ["a", "new"], 2],
    ["both", ["a", "gone", "new"], 3],
  ])("has on the side %s what is there then", (side, names, edges) => {
    const model = modelOfSide(graph, side);
    expect(model.nodes.map(({ name }) => name)).toEqual(names);
    expect(model.edges).toHaveLength(edges);
    expect(model.nodes[0]?.change).toMatchObject({ isNew: false });
  });

  it("marks with a sign what it touches", () => {
    const changes = modelOfSide(graph, "both").nodes.map(({ name, change }) => [name, change?.sign, change?.isNew]);
    expect(changes).toEqual([
      ["a", "~", false],
      ["gone", "-", false],
      ["new", "+", true],
    ]);
  });

  it("says what becomes of each resource, and of each edge", () => {
    expect([...changeNotes(graph)]).toEqual([
      ["a", "~ update"],
      ["gone", "- delete"],
      ["new", "+ create"],
    ]);
    expect(edgeSentences(graph)).toEqual([
      "test/item/gone no longer depends on test/item/a",
      "test/item/new depends on test/item/a",
      "test/item/a owns test/item/new",
    ]);
    const { added, removed } = edgeMarks(graph);
    expect([added.size, removed.size]).toEqual([2, 1]);
  });
});
