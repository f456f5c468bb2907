import { describe, expect, it } from "vitest";
import { type Row, targetText, valueText, verdict } from "./row.ts";
import { table } from "./table.ts";

const row: Row = { path: "a", figure: "1/s", beside: "2/s bare", value: 0.6, unit: "×", target: { atLeast: 0.6 } };

describe("verdict", () => {
  it("counts the target itself as reached", () => {
    expect(verdict(row)).toBe("reached");
    expect(verdict({ ...row, value: 0.599 })).toBe("falls short");
    expect(verdict({ ...row, target: { atMost: 0.6 } })).toBe("reached");
    expect(verdict({ ...row, value: 0.601, target: { atMost: 0.6 } })).toBe("falls short");
  });

  it("never takes a missing figure for a good one", () => {
    expect(verdict({ ...row, value: Number.NaN })).toBe("falls short");
    expect(verdict({ ...row, value: Number.NaN, target: { atMost: 1 } })).toBe("falls short");
  });
});

it("writes figures with three digits and their unit", () => {
  expect(valueText({ ...row, value: 1.23456 })).toBe("1.23×");
  expect(valueText({ ...row, value: 12345.6, unit: "ms" })).toBe("12,346 ms");
  expect(valueText({ ...row, value: 0, unit: "" })).toBe("0");
  expect(targetText({ ...row, unit: "MiB", target: { atMost: 300 } })).toBe("≤ 300 MiB");
});

it("draws one line a row, all of one width", () => {
  const lines = table([row, { ...row, path: "a longer path" }]).split("\n");
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});
