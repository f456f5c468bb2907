import { describe, expect, it } from "vitest";
import { batchesOf } from "./batches.ts";

const read = (...items: string[]) => batchesOf(items, (item) => item.split("/"));

describe("batchesOf", () => {
  it("goes on after a place, whatever came or went before it", async () => {
    const first = await read("a-b/x", "c/x", "a/x", "a/y")({ limit: 2 });
    expect(first).toEqual({
      bodies: ['"a/x"', '"a/y"'],
      places: [
        ["a", "x"],
        ["a", "y"],
      ],
      next: ["a", "y"],
    });
    for (const rest of [
      ["a-b/x", "c/x"],
      ["a/a", "a/x", "a/y", "a-b/x", "c/x"],
    ]) {
      const { bodies, next } = await read(...rest)({ after: first.next, limit: 2 });
      expect({ bodies, next }).toEqual({ bodies: ['"a-b/x"', '"c/x"'], next: undefined });
    }
  });

  it("ends at a place, itself included", async () => {
    expect((await read("a/x", "a/y", "a-b/x")({ until: ["a", "y"], limit: 9 })).bodies).toEqual(['"a/x"', '"a/y"']);
  });
});
