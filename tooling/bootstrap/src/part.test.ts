import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { partOf, SUITES } from "../lib/part.mjs";

it("without arguments everything is run", () => {
  expect(partOf([])).toEqual({ suites: SUITES, shard: undefined });
});

it("suites and a share of them may be named", () => {
  expect(partOf(["checks", "unit"])).toEqual({ suites: ["checks", "unit"], shard: undefined });
  expect(partOf(["browser", "--shard=2/3"])).toEqual({ suites: ["browser"], shard: "2/3" });
});

it.each([["units"], ["--shards=1/3"], ["--shard=0/3"], ["--shard=4/3"], ["--shard=1"], ["--shard="]])(
  "%s is refused, instead of running nothing",
  (arg) => {
    expect(() => partOf(["unit", arg])).toThrow();
  },
);

it("the workflow runs every part once", () => {
  const text = readFileSync(new URL("../../../.github/workflows/ci.yml", import.meta.url), "utf8");
  const parts = [...text.matchAll(/^ {10}- (.+)$/gm)].map(([, part = ""]) => partOf(part.split(" ")));
  const shares = new Map<string, number>(SUITES.map((suite) => [suite, 0]));
  for (const { suites, shard = "1/1" } of parts) {
    const [share = 0, of = 0] = shard.split("/").map(Number);
    expect(share).toBeLessThanOrEqual(of);
    for (const suite of suites) shares.set(suite, (shares.get(suite) ?? 0) + 1 / of);
  }
  for (const [suite, sum] of shares) expect([suite, sum]).toEqual([suite, expect.closeTo(1)]);
});
