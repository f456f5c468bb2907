import { describe, expect, it } from "vitest";
import { findCycle } from "./find-cycle.ts";
import { CycleError, topologicalOrder } from "./topological-order.ts";

/** `a>bc d>a` is the graph with edges from a to b and c, and from d to a. */
const graph = (text: string): Map<string, string[]> =>
  new Map(text.split(" ").map((node) => [node.charAt(0), [...node.slice(2)]]));

const chain = (length: number, last: string): Map<string, string[]> =>
  new Map(Array.from({ length }, (_, node) => [`${node}`, [node === length - 1 ? last : `${node + 1}`]]));

describe("findCycle", () => {
  it.each([
    ["a>a", ["a"]],
    ["a>b b>a", ["a", "b"]],
    ["a>b b>cd c>d d>a", ["a", "b", "d"]],
    ["a>b b>cd c> d>b", null],
    ["a>bc b>d c>d d>", null],
    ["a>b c>d d>c", null],
    ["x>y", null],
  ])("answers %s with %j", (text, cycle) => {
    expect(findCycle(graph(text), "a")).toEqual(cycle);
  });

  it("walks chains longer than the stack", () => {
    expect(findCycle(chain(200_000, "end"), "0")).toBeNull();
    expect(findCycle(chain(200_000, "0"), "0")).toHaveLength(200_000);
  });

  it("visits each node of a ladder of diamonds once", () => {
    const edges = new Map<string, string[]>();
    for (let level = 0; level < 60; level++) {
      edges.set(`${level}`, [`${level}l`, `${level}r`]);
      for (const side of "lr") edges.set(`${level}${side}`, [`${level + 1}`]);
    }
    expect(findCycle(edges, "0")).toBeNull();
  });
});

describe("topologicalOrder", () => {
  it("puts each node before the nodes it points to", () => {
    const edges = graph("a>b b>d c>bd d>");
    expect(topologicalOrder("dcba", edges)).toEqual(["c", "a", "b", "d"]);
    expect(topologicalOrder("db", edges)).toEqual(["b", "d"]);
    expect(topologicalOrder("", edges)).toEqual([]);
  });

  it("counts a duplicate edge once and refuses cycles", () => {
    expect(topologicalOrder("ab", graph("a>bb b>"))).toEqual(["a", "b"]);
    expect(() => topologicalOrder("abc", graph("a>b b>c c>b"))).toThrow(CycleError);
    expect(() => topologicalOrder("a", graph("a>a"))).toThrow(CycleError);
  });
});
