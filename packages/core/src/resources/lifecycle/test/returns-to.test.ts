import { expect, it } from "vitest";
import { keepSucceeded, readReturnsTo } from "../states/returns-to.ts";
import { BLANK } from "./rows.ts";

const waiting = {
  ...BLANK,
  lifecycle_state: "pending" as const,
  pending_event_id: "event",
  provisioned: true,
  handed_config: "{}",
  applied_config: "{}",
};

function standingBelow(row: typeof waiting): string | undefined {
  const { returns_to = null } = keepSucceeded(row, { stages: true });
  return readReturnsTo({ returns_to })?.before?.lifecycle_state;
}

it("a draft over what waits returns to ready, unless its thing may be gone: that is looked at", () => {
  expect(standingBelow(waiting)).toBe("ready");
  expect(standingBelow({ ...waiting, repair: true })).toBe("pending");
});
