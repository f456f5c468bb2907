import { expect, test } from "vitest";
import { usageOf } from "./usage.ts";

test.each([
  [100, 100, { used: 0, share: 0, level: "fine" }],
  [100, 21, { used: 79, share: 0.79, level: "fine" }],
  [100, 20, { used: 80, share: 0.8, level: "high" }],
  [100, 0, { used: 100, share: 1, level: "exhausted" }],
  // Replicas may admit a little more than the limit.
  [100, -5, { used: 100, share: 1, level: "exhausted" }],
])("of %i with %i left", (limit, remaining, usage) => {
  expect(usageOf(limit, remaining)).toEqual(usage);
});
