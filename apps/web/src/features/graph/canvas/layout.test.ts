import { describe, expect, it } from "vitest";
import {
  componentsOf,
  keepInPlace,
  type LayoutInput,
  layoutGraph,
  NODE_HEIGHT,
  NODE_WIDTH,
  nearestShared,
  type Positions,
} from "./layout.ts";

function overlaps(positions: Positions): string[] {
  const all = Object.entries(positions);
  return all.flatMap(([id, at], index) =>
    all.slice(index + 1).flatMap(([other, there]) => {
      const apart = Math.abs(at.x - there.x) >= NODE_WIDTH || Math.abs(at.y - there.y) >= NODE_HEIGHT;
      return apart ? [] : [`${id} ${other}`];
    }),
  );
}

const shop: LayoutInput = {
  ids: ["server", "owner", "database", "schema", "alone", "also-alone", "x", "y"],
  edges: [
    ["server", "owner"],
    ["owner", "database"],
    ["server", "database"],
    ["database", "schema"],
    ["x", "y"],
  ],
};

describe("a layout", () => {
  it("has what is needed on the left of what needs it, and places every node apart", () => {
    const positions = layoutGraph(shop);
    expect(Object.keys(positions).sort()).toEqual([...shop.ids].sort());
    for (const [source, target] of shop.edges) {
      expect((positions[source]?.x ?? 0) + NODE_WIDTH).toBeLessThan(positions[target]?.x ?? 0);
    }
    expect(overlaps(positions)).toEqual([]);
  });

  it("puts hundreds of unconnected nodes into a grid, not into one column", () => {
    const ids = Array.from({ length: 300 }, (_, index) => `n${index}`);
    const positions = layoutGraph({ ids, edges: [] });
    expect(overlaps(positions)).toEqual([]);
    const columns = new Set(Object.values(positions).map(({ x }) => x)).size;
    expect(columns).toBeGreaterThan(5);
    expect(columns).toBeLessThan(60);
  });

  it("folds a rank of hundreds, so that the whole has about the shape of a screen", () => {
    const ids = ["root", ...Array.from({ length: 300 }, (_, index) => `n${index}`)];
    const positions = layoutGraph({ ids, edges: ids.slice(1).map((id) => ["root", id] as const) });
    expect(overlaps(positions)).toEqual([]);
    const all = Object.values(positions);
    const width = Math.max(...all.map(({ x }) => x)) + NODE_WIDTH;
    const height = Math.max(...all.map(({ y }) => y)) + NODE_HEIGHT;
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.5);
    expect(Math.min(...ids.slice(1).map((id) => positions[id]?.x ?? 0))).toBeGreaterThan(NODE_WIDTH);
  });

  it("survives two edges between the same nodes, a cycle, and an empty graph", () => {
    const edges = [
      ["a", "b"],
      ["a", "b"],
      ["b", "a"],
    ] as const;
    expect(Object.keys(layoutGraph({ ids: ["a", "b"], edges }))).toHaveLength(2);
    expect(layoutGraph({ ids: [], edges: [] })).toEqual({});
  });
});

it("the parts of a graph are its connected components", () => {
  expect(componentsOf(shop).map(({ ids, edges }) => [ids.length, edges.length])).toEqual([
    [4, 4],
    [1, 0],
    [1, 0],
    [2, 1],
  ]);
});

describe("a new layout", () => {
  const before = { a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, gone: { x: 310, y: 10 } };
  const after = { a: { x: 0, y: 100 }, b: { x: 300, y: 140 }, fresh: { x: 600, y: 0 } };

  it("is moved so that one node stays where it was", () => {
    expect(keepInPlace(before, after, "b")).toEqual({
      a: { x: 0, y: -40 },
      b: { x: 300, y: 0 },
      fresh: { x: 600, y: -140 },
    });
  });

  it("stays as it is without a node that both have", () => {
    expect(keepInPlace(before, after, "gone")).toBe(after);
    expect(keepInPlace(before, after, null)).toBe(after);
  });

  it("is held at the node nearest to the middle that is still there", () => {
    expect(nearestShared(before, after, { x: 310, y: 10 })).toBe("b");
    expect(nearestShared(before, {}, { x: 0, y: 0 })).toBeNull();
  });
});
