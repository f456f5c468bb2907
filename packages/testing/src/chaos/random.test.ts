import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.next());

describe("Random", () => {
  it("draws the same for the same seed, and something different for another", () => {
    expect(draw(new Random("7"), 20)).toEqual(draw(new Random("7"), 20));
    expect(draw(new Random("7"), 20)).not.toEqual(draw(new Random("8"), 20));
  });

  it("forks by label, whatever was drawn before", () => {
    const used = new Random("7");
    draw(used, 100);
    expect(draw(used.fork("client 1"), 5)).toEqual(draw(new Random("7").fork("client 1"), 5));
    expect(draw(used.fork("client 1"), 5)).not.toEqual(draw(used.fork("client 2"), 5));
  });

  it("draws evenly", () => {
    const random = new Random("even");
    const even = Array.from({ length: 40_000 }, () => random.below(4));
    for (const value of [0, 1, 2, 3]) {
      const share = even.filter((drawn) => drawn === value).length / even.length;
      expect(share).toBeGreaterThan(0.24);
      expect(share).toBeLessThan(0.26);
    }
  });

  it("picks by weight", () => {
    const random = new Random("weights");
    const picked = Array.from({ length: 10_000 }, () => random.weighted({ often: 9, seldom: 1, never: 0 }));
    expect(picked).not.toContain("never");
    expect(picked.filter((key) => key === "seldom").length).toBeGreaterThan(800);
    expect(picked.filter((key) => key === "seldom").length).toBeLessThan(1200);
  });

  it("samples without repetition", () => {
    const items = [1, 2, 3, 4, 5];
    const sample = new Random("sample").sample(items, 4);
    expect(new Set(sample).size).toBe(4);
    expect(new Random("sample").sample(items, 9).sort()).toEqual(items);
  });
});
