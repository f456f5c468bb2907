import { expect, it } from "vitest";
import { failureOf } from "./failure.fixture.ts";
import type { FailureFilter } from "./failure-params.ts";
import { retryTarget } from "./retry-target.ts";
import { retryAction, retryButton, retryGroupLabel, retryTitle } from "./retry-words.ts";

const failure = (name: string, kind: string) => failureOf(name, { kind, error_message: `${name} is ${kind}` });
const failures = [failure("a", "late"), failure("b", "wrong"), failure("c", "late")];
const groups = [{ kind: "late", example: "z is late", count: 1200, last_failed_at: "2026-01-01T00:00:00Z" }];

const ALL: FailureFilter = { provider: null, q: "", kind: null };
const target = (filter: Partial<FailureFilter>, isComplete = true) =>
  retryTarget({ ...ALL, ...filter }, { groups, failures, isComplete });
const words = (...of: Parameters<typeof target>) => {
  const one = target(...of);
  return [retryButton(one), retryTitle(one), retryAction(one)];
};

it("without a filter all are retried", () => {
  expect(words({})).toEqual(["Retry all…", "Retry all failures", "Retry all"]);
  expect(words({ q: "  " })).toEqual(["Retry all…", "Retry all failures", "Retry all"]);
});

it("of a group as many are retried as it has, shown or not", () => {
  expect(words({ kind: "late" }, false)).toEqual([
    "Retry 1,200 with this error…",
    "Retry 1,200 failures with this error",
    "Retry 1,200 failures",
  ]);
  expect(target({ kind: "late" })).toMatchObject({ example: "z is late", shown: [failures[0], failures[2]] });
  expect(retryGroupLabel(1200, "z is late")).toBe("Retry 1,200 with this error: z is late");
});

it("a group that is too small for its list, or not read yet, is counted once all its failures are shown", () => {
  expect(words({ kind: "wrong" })).toEqual([
    "Retry 1 with this error…",
    "Retry 1 failure with this error",
    "Retry failure",
  ]);
  expect(target({ kind: "wrong" }).example).toBe("b is wrong");
  expect(words({ kind: "wrong" }, false)).toEqual([
    "Retry all with this error…",
    "Retry all failures with this error",
    "Retry failures",
  ]);
});

it("what a text or a provider finds is counted once all of it is shown", () => {
  expect(words({ q: "is" })).toEqual(["Retry 3 that match…", "Retry 3 failures that match", "Retry 3 failures"]);
  expect(words({ provider: "test" }, false)).toEqual([
    "Retry all that match…",
    "Retry all failures that match",
    "Retry failures",
  ]);
  const single = retryTarget({ ...ALL, q: "b" }, { groups, failures: failures.slice(1, 2), isComplete: true });
  expect([retryButton(single), retryTitle(single)]).toEqual(["Retry 1 that matches…", "Retry 1 failure that matches"]);
});
