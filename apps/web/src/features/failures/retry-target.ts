import type { Failure, FailureGroup } from "./failure.ts";
import type { FailureFilter } from "./failure-params.ts";

/** The target of a retry of all that match. */
export interface RetryTarget {
  filter: FailureFilter;
  /** How many match; undefined if that is not known. */
  count: number | undefined;
  /** An error of the chosen group; undefined without one, and if it is not known. */
  example: string | undefined;
  /** Those of them that the table shows, so that it can follow them. */
  shown: readonly Failure[];
}

/** Data that the page has read. */
interface Known {
  groups: readonly FailureGroup[];
  failures: readonly Failure[];
  /** There are no more failures than these. */
  isComplete: boolean;
}

/** @param filter that of the page, or one of the groups that are found by it */
export function retryTarget(filter: FailureFilter, { groups, failures, isComplete }: Known): RetryTarget {
  const { kind } = filter;
  const shown = kind === null ? failures : failures.filter((failure) => failure.kind === kind);
  const counted = isComplete && shown.length > 0 ? shown.length : undefined;
  if (kind === null) return { filter, count: counted, example: undefined, shown };
  const group = groups.find((one) => one.kind === kind);
  return { filter, count: group?.count ?? counted, example: group?.example ?? shown[0]?.error_message, shown };
}
