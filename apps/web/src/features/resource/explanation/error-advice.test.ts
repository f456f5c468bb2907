import type { Condition, Resource } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { errorAdvice } from "./error-advice.ts";

const deleting: Condition = {
  type: "Deleting",
  status: "False",
  reason: "DeletionFailed",
  message: "",
  last_transition_time: "2026-01-01T00:00:00.000Z",
};

const advice = (more: Partial<Resource>) =>
  errorAdvice({ lifecycle_state: "failed", error: "no", provisioned: false, conditions: [], ...more } as Resource);

describe("errorAdvice", () => {
  it.each<[Partial<Resource>, string]>([
    [{ lifecycle_state: "pending" }, "retried automatically"],
    [{ conditions: [deleting] }, "Retry the deletion"],
    [{ conditions: [{ ...deleting, reason: "DeletionHeldUp" }] }, "edit and apply it"],
    [{ error: "cancelled by Ada" }, "a retry checks first"],
    [{}, "fix it there and retry"],
    [{ error_kind: "config" }, "A retry would fail again"],
    [{ provisioned: true }, "what exists stays as it was"],
  ])("fits %j", (resource, words) => {
    expect(advice(resource)).toContain(words);
  });
});
