import type { ExplainedResource, Explanation } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { runningAttempt } from "./running-attempt.ts";

const SINCE = "2026-01-01T00:00:00.000Z";
const EVENT = "0197f2c0-0000-7000-8000-000000000000";

const step = (more: Partial<ExplainedResource>): ExplainedResource => ({
  id: "resource:test_item_a",
  key: "test/item/a",
  lifecycle_state: "processing",
  cause: "running",
  unfit_connection: null,
  deleting: false,
  error: null,
  error_kind: null,
  since: SINCE,
  event_id: EVENT,
  attempt: 2,
  next_attempt_at: null,
  ...more,
});

const explained = (...way: ExplainedResource[]): Explanation => ({ way, others: 0, truncated: false, max_attempts: 5 });

describe("runningAttempt", () => {
  it("is the attempt that the provider is at, of a deletion too", () => {
    const running = { eventId: EVENT, number: 2, startedAt: SINCE };
    expect(runningAttempt(explained(step({})))).toEqual(running);
    expect(runningAttempt(explained(step({ deleting: true })))).toEqual(running);
  });

  it.each<ExplainedResource["cause"]>(["retrying", "queued", "ending", "failed"])("is none while it is %s", (cause) => {
    expect(runningAttempt(explained(step({ cause })))).toBeNull();
  });

  it("is not that of a resource that is waited for", () => {
    expect(runningAttempt(explained(step({ cause: "waits" }), step({ key: "test/item/b" })))).toBeNull();
  });

  it("is none of a resource that is ready", () => {
    expect(runningAttempt(explained())).toBeNull();
  });
});
