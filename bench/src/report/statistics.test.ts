import { describe, expect, it } from "vitest";
import { median, medianRatio, percentile } from "./statistics.ts";

describe("percentile", () => {
  it("takes a value that was measured, whatever the order", () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
    expect(percentile([5, 1, 4, 2, 3], 1)).toBe(5);
    expect(percentile([7], 0.01)).toBe(7);
  });

  it("is not a number where nothing was measured", () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe("medianRatio", () => {
  it("compares each run with its neighbour, so that a slow minute for both changes nothing", () => {
    expect(medianRatio([100, 10, 100], [50, 5, 50])).toBe(2);
    expect(median([100, 10, 100])).toBe(100);
  });
});
