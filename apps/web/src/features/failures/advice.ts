import type { Failure } from "./failure.ts";

/** What can be done about a failure, one sentence each. */
export function adviceFor({ event_type, attempt_count }: Pick<Failure, "event_type" | "attempt_count">): string[] {
  const tried = triedWords(attempt_count);
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

function triedWords(attempts: number): string {
  if (attempts === 0) return "It did not reach its provider. A retry helps once what it uses is another.";
  if (attempts === 1) {
    return "It was tried once. If its provider said that only another config can help, a retry fails again.";
  }
  return `It was tried ${attempts} times. If the cause is gone by now, retry it.`;
}
