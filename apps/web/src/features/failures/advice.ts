import type { Failure } from "./failure.ts";

/** What can be done about a failure, one sentence each. */
export function adviceFor({ event_type, attempt_count }: Pick<Failure, "event_type" | "attempt_count">): string[] {
  const tried =
    attempt_count === 1
      ? "It was tried once. If its provider said that only another config can help, a retry fails again."
      : `It was tried ${attempt_count} times. If the cause is gone by now, retry it.`;
  if (event_type === "DELETE") {
    return [
      tried,
      "What was to be deleted may still exist. Applying the resource withdraws the deletion.",
      "If its provider is out of reach for good, the resource can be forgotten without it: what exists then stays.",
    ];
  }
  return [
    tried,
    "Otherwise edit the resource and apply it: a success clears this entry.",
    "Deleting this entry leaves the resource failed.",
  ];
}
