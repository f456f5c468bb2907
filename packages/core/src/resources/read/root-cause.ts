import {
  CAUSES,
  type Cause,
  isBetweenAttempts,
  isDraft,
  isFailed,
  isPending,
  isProcessing,
  isReady,
} from "@pragma/contract";
import type { AwaitedRow } from "@pragma/db/queries";

/** The cause that keeps a resource; null if none does, since it is ready. */
export function causeOf(row: AwaitedRow, isUnserved: (key: string) => boolean): Cause | null {
  const { lifecycle_state: state } = row;
  if (state === null) return isUnserved(row.key) ? "unserved" : "absent";
  // Before what it waits for: that does not help it.
  if (row.unfit_connection !== null) return "unfit";
  if (row.paused && isKeptByPause(row)) return "paused";
  if (row.waits) return "waits";
  if (isFailed(state)) return "failed";
  if (isDraft(state)) return "unapplied";
  if (isProcessing(state)) return "running";
  if (row.ending_event_id !== null) return "ending";
  if (isReady(state)) return row.stale ? "queued" : null;
  return isBetweenAttempts(state, row.error) ? "retrying" : "queued";
}

/** Something of it is to be done, and is not before it is resumed. */
function isKeptByPause({ lifecycle_state: state, stale }: AwaitedRow): boolean {
  return state !== null && (isPending(state) || (stale && isReady(state)));
}

/** A resource on the way, and what keeps it. */
export type Kept = AwaitedRow & { cause: Cause };

/**
 * The way from a resource to its root cause: of all that it waits for, directly or not, what needs a person the most and,
 * among these, is the nearest.
 * @param kept the resource, then all that it waits for, the nearest first
 * @returns the way, whose last step is the cause, and how many other resources are causes of the same kind
 */
export function wayToCause(kept: readonly Kept[]): { way: Kept[]; others: number } {
  const roots = kept.filter(({ cause }) => cause !== "waits");
  const worst = CAUSES.find((cause) => roots.some((root) => root.cause === cause));
  const alike = roots.filter(({ cause }) => cause === worst);
  // All of them wait if there are too many to look at.
  const root = alike[0] ?? kept.at(-1);
  const byKey = new Map(kept.map((one) => [one.key, one]));
  const way: Kept[] = [];
  for (let step = root; step; step = step.waiter === null ? undefined : byKey.get(step.waiter)) way.unshift(step);
  return { way, others: Math.max(0, alike.length - 1) };
}
