import { onlyEditHelps } from "@pragma/contract";
import type { Failure } from "./failure.ts";

/** Advice on a failure, in sentences of one remedy each. */
export function adviceFor(failure: Pick<Failure, "event_type" | "attempt_count" | "error_kind">): string[] {
  const { event_type, attempt_count } = failure;
  if (onlyEditHelps(failure)) {
    return [
      "Only another config can help: edit the resource and apply it. A success clears this entry.",
      "A retry would fail again, unless a value that it takes from others has changed.",
    ];
  }
  const tried = triedWords(attempt_count);
  if (event_type === "DELETE") {
    return [
      tried,
      "The object may still exist. Applying the resource cancels its deletion.",
      "If its provider is gone for good, the resource can be forgotten without it; the object then stays.",
    ];
  }
  return [
    tried,
    "Otherwise edit the resource and apply it: a success clears this entry.",
    "Deleting this entry leaves the resource failed.",
  ];
}

function triedWords(attempts: number): string {
  if (attempts === 0) return "It never reached its provider. Retry it once the values it uses have changed.";
  if (attempts === 1) {
    return "It was tried once. If its provider said that only another config can help, a retry will fail again.";
  }
  return `It was tried ${attempts} times. Once the cause is fixed, retry it.`;
}
