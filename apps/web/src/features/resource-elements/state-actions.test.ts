import type { Condition, LifecycleState, Resource } from "@pragma/contract";
import { expect, it } from "vitest";
import { stateActionsOf } from "./state-actions.ts";

const DELETING: Condition = {
  type: "Deleting",
  status: "True",
  reason: "Deleting",
  message: "It is being deleted",
  last_transition_time: "2026-11-28T10:00:00.000Z",
};

const labelsIn = (
  lifecycle_state: LifecycleState,
  { error = null as string | null, conditions = [] as Condition[] } = {},
) => stateActionsOf({ lifecycle_state, error, conditions } as unknown as Resource).map(({ label }) => label);

it.each([
  ["draft", labelsIn("draft"), ["Apply…"]],
  ["pending", labelsIn("pending"), ["Cancel"]],
  ["between attempts", labelsIn("pending", { error: "refused" }), ["Retry now", "Cancel"]],
  ["processing", labelsIn("processing"), ["Cancel"]],
  ["ready", labelsIn("ready"), []],
  ["failed", labelsIn("failed", { error: "refused" }), ["Retry"]],
  [
    "failed to be deleted",
    labelsIn("failed", { error: "refused", conditions: [DELETING] }),
    ["Retry deletion", "Withdraw deletion"],
  ],
])("%s", (_, labels, expected) => {
  expect(labels).toEqual(expected);
});

it("a retry comes second where only another config helps", () => {
  const failed = { lifecycle_state: "failed", error: "refused", conditions: [] as Condition[] };
  for (const error_kind of ["config", null] as const) {
    const resource = { ...failed, error_kind } as unknown as Resource;
    expect(stateActionsOf(resource)).toEqual([{ kind: "retry", label: "Retry", isPrimary: error_kind === null }]);
  }
});
