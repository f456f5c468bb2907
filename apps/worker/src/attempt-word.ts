import type { Claim, Outcome } from "@pragma/core/reconcile";

/** Outcome of an attempt, for metrics and traces. */
export type AttemptWord = "succeeded" | "retried" | "failed" | "handed_back" | "discarded";

/** @param counted whether the result came in time */
export function attemptWord(
  { attempt }: Claim,
  { kind }: Outcome,
  { counted, maxAttempts }: { counted: boolean; maxAttempts: number },
): AttemptWord {
  if (!counted) return "discarded";
  if (kind === "handed-back") return "handed_back";
  if (kind === "succeeded") return kind;
  return kind === "failed" && attempt < maxAttempts ? "retried" : "failed";
}
