import { expect, it } from "vitest";
import { CHANGE_STATUSES, isAppliedChange, isSettledChange } from "./change-values.ts";

it("a change that was applied has ended, and ended by being applied", () => {
  expect(CHANGE_STATUSES.filter(isAppliedChange)).toEqual(["succeeded", "failed"]);
  expect(CHANGE_STATUSES.filter(isSettledChange)).toEqual(["succeeded", "failed", "discarded", "expired", "stale"]);
});
