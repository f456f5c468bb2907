import { isNarrowed } from "./failure-params.ts";
import type { RetryTarget } from "./retry-target.ts";

/** The button above the list, which opens a dialog. */
export function retryButton(target: RetryTarget): string {
  return isNarrowed(target.filter) ? `Retry ${numberOf(target)} ${whichOf(target)}…` : "Retry all…";
}

/** The button of a group, which is named by its error. */
export function retryGroupLabel(count: number, error: string): string {
  return `Retry ${count.toLocaleString("en")} with this error: ${error}`;
}

/** The title of the dialog. */
export function retryTitle(target: RetryTarget): string {
  if (!isNarrowed(target.filter)) return "Retry all failures";
  return `Retry ${numberOf(target)} ${target.count === 1 ? "failure" : "failures"} ${whichOf(target)}`;
}

/** The button of the dialog. */
export function retryAction({ filter, count }: RetryTarget): string {
  if (!isNarrowed(filter)) return "Retry all";
  if (count === undefined) return "Retry failures";
  return count === 1 ? "Retry failure" : `Retry ${count.toLocaleString("en")} failures`;
}

function numberOf({ count }: RetryTarget): string {
  return count?.toLocaleString("en") ?? "all";
}

function whichOf({ filter, count }: RetryTarget): string {
  if (filter.kind !== null) return "with this error";
  return count === 1 ? "that matches" : "that match";
}
