import type { GraphEdge, LifecycleState } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { type GraphModel, type ModelNode, matches, modelOfNodes } from "../model/graph-model.ts";
import { stateWords, worstState } from "../model/node-group.ts";
import { foldChains } from "./fold-chains.ts";
import { type GroupedGraph, groupedModel } from "./grouped-model.ts";

const node = (name: string, lifecycle_state: LifecycleState = "ready"): ModelNode => ({
  ...{ id: name, key: `test/item/${name}`, provider: "test", resource: "item", name, lifecycle_state, group: null },
});
const edge = (from: string, to: string): GraphEdge => ({ from, to, kind: "dependency" });
const NONE: ReadonlySet<string> = new Set();

/** `n0` to `n39`, of which each but the first needs the one before; and some besides. */
function chain(besides: readonly GraphEdge[] = [], failed: readonly string[] = []): GraphModel {
  const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
  const edges = names.slice(1).map((name, index) => edge(name, `n${index}`));
  const extra = [...new Set(besides.flatMap(({ from, to }) => [from, to]))].filter((name) => !names.includes(name));
  const nodes = [...names, ...extra].map((name) => node(name, failed.includes(name) ? "failed" : "ready"));
  return modelOfNodes(nodes, [...edges, ...besides]);
}
const namesOf = ({ nodes }: GraphModel) => nodes.map(({ name }) => name).sort();
const edgesOf = ({ edges }: GraphModel) => edges.map(({ from, to }) => `${from}>${to}`).sort();

describe("folding chains", () => {
  it("leaves the ends of a chain, and one node for all between", () => {
    const folded = foldChains(chain(), NONE, NONE);
    expect(namesOf(folded)).toEqual(["38 more", "n0", "n39"]);
    expect(edgesOf(folded)).toEqual(["chain:n1>n0", "n39>chain:n1"]);
    expect(folded.nodes.at(-1)?.group).toMatchObject({ kind: "chain", total: 38, by_state: { ready: 38 } });
  });

  it("never hides what is not ready, what branches, and what is to be seen", () => {
    expect(namesOf(foldChains(chain([], ["n20"]), NONE, NONE))).toEqual(["18 more", "19 more", "n0", "n20", "n39"]);
    expect(namesOf(foldChains(chain([edge("x", "n20")]), NONE, NONE))).toContain("n20");
    expect(namesOf(foldChains(chain(), new Set(["n2"]), NONE))).toEqual(["36 more", "n0", "n1", "n2", "n39"]);
  });

  it("leaves those that were unfolded, and small graphs, as they are", () => {
    const model = chain();
    expect(foldChains(model, NONE, new Set(["chain:n1"]))).toBe(model);
    const small = modelOfNodes(model.nodes.slice(0, 20), model.edges);
    expect(foldChains(small, NONE, NONE)).toBe(small);
  });

  it("is found by what is in it", () => {
    const [folded] = foldChains(chain(), NONE, NONE).nodes.slice(-1) as [ModelNode];
    expect(matches(folded, { state: null, text: "n17", ids: null })).toBe(true);
    expect(matches(folded, { state: null, text: "n39", ids: null })).toBe(false);
    expect(matches(folded, { state: "failed", text: "", ids: null })).toBe(false);
  });
});

describe("a graph of groups", () => {
  const grouped: GroupedGraph = {
    groups: [
      { id: "group:gtest/item", name: "test/item", total: 10, by_state: { ready: 7, failed: 1, pending: 2 } },
      { id: "group:g", name: "", total: 3, by_state: { ready: 3 } },
      { id: "group:o", name: null, total: 2, by_state: { draft: 2 } },
    ],
    nodes: [{ id: "a", provider: "test", resource: "item", name: "a", lifecycle_state: "ready" }],
    edges: [edge("a", "group:o"), edge("group:gtest/item", "group:gone")],
    truncated: false,
  };

  it("has a node for each, in the state that most needs a look", () => {
    const { nodes, edges } = groupedModel(grouped, "type", null);
    expect(nodes.map(({ name, lifecycle_state }) => `${name} ${lifecycle_state}`)).toEqual([
      ...["test/item failed", "No set ready", "Other groups draft", "a ready"],
    ]);
    expect(edges).toHaveLength(1);
    expect(nodes[0]).toMatchObject({ provider: "test", resource: "item", group: { kind: "type", name: "test/item" } });
  });

  it("says what is left of the open one, which cannot be opened further", () => {
    const [rest] = groupedModel(grouped, "tag", "test/item").nodes;
    expect(rest).toMatchObject({ name: "10 more", group: { kind: "tag", name: null } });
  });

  it("matches by its name, and by the states in it", () => {
    const [first] = groupedModel(grouped, "type", null).nodes as [ModelNode];
    const look = (state: LifecycleState | "absent" | null, text = "") => matches(first, { state, text, ids: null });
    expect([look("failed"), look("draft"), look("absent"), look(null, "ITEM"), look(null, "gr")]).toEqual([
      ...[true, false, false, true, false],
    ]);
    expect(stateWords(grouped.groups[0] as never)).toBe("1 failed, 2 pending, 7 ready");
    expect(worstState({ by_state: {} })).toBe("ready");
  });
});
