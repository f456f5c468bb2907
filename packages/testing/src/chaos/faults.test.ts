import { expect, it } from "vitest";
import { chooseFault } from "./faults.ts";
import { Random } from "./random.ts";

const choose = (method: "create" | "observe", only?: Parameters<typeof chooseFault>[2]): string[] => {
  const random = new Random("faults");
  return Array.from({ length: 5000 }, () => chooseFault(random, method, only).kind);
};

it("picks every kind now and then, and lets most handlers behave", () => {
  const kinds = [...choose("create"), ...choose("observe")];
  expect([...new Set(kinds)].sort()).toEqual([
    ...["bad-outputs", "blind", "config-error", "crash", "deaf", "deaf-hang", "deaf-spin", "fail", "hang", "none"],
    ...["retry-after", "slow", "spin"],
  ]);
  expect(kinds.filter((kind) => kind === "none").length / kinds.length).toBeGreaterThan(0.5);
});

it("picks only allowed kinds", () => {
  expect(new Set(choose("create", ["slow"]))).toEqual(new Set(["none", "slow"]));
  expect(new Set(choose("create", ["none"]))).toEqual(new Set(["none"]));
});
