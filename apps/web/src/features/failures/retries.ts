import { isInFlight, type LifecycleState, type StateChange } from "@pragma/contract";
import type { Failure, RetryOutcome } from "./failure.ts";

/**
 * How far a retry has come. asked: the server has not answered yet. gone: its resource was to be deleted, and is.
 * skipped: it was not tried, and the message says why.
 */
export type RetryPhase = "asked" | LifecycleState | "gone" | "skipped";

export interface Retry {
  failure: Failure;
  phase: RetryPhase;
  message: string | null;
}

/** By event id. */
export type Retries = ReadonlyMap<string, Retry>;

/** A retry has begun. The stream may be faster than the response, so it is watched from now on. */
export function asked(retries: Retries, failures: readonly Failure[]): Retries {
  const next = new Map(retries);
  for (const failure of failures) next.set(failure.event_id, { failure, phase: "asked", message: null });
  return next;
}

/** The server has answered. */
export function answered(retries: Retries, outcomes: readonly RetryOutcome[]): Retries {
  const next = new Map(retries);
  for (const { event_id, outcome, message } of outcomes) {
    const retry = next.get(event_id);
    if (retry?.phase !== "asked") continue;
    next.set(event_id, { ...retry, ...(outcome === "retried" ? PENDING : { phase: "skipped", message }) });
  }
  return next;
}

const PENDING = { phase: "pending", message: null } as const;

/** The server did not respond: the retry may not have begun. */
export function withdrawn(retries: Retries, eventIds: readonly string[]): Retries {
  const next = new Map(retries);
  for (const id of eventIds) if (next.get(id)?.phase === "asked") next.delete(id);
  return next;
}

/**
 * All that match were to be retried, and the server answered only with numbers: it skipped those that it still lists,
 * unless they have failed again meanwhile.
 * @param listed the failures that are there now
 */
export function answeredAll(retries: Retries, listed: readonly Failure[]): Retries {
  const failedAt = new Map(listed.map(({ event_id, failed_at }) => [event_id, failed_at]));
  const next = new Map(retries);
  for (const [id, retry] of retries) {
    if (retry.phase === "asked") next.set(id, { ...retry, ...outcomeOf(retry.failure.failed_at, failedAt.get(id)) });
  }
  return next;
}

const NOT_FAILED = { phase: "skipped", message: "its resource is no longer failed" } as const;
const FAILED = { phase: "failed", message: null } as const;

/** @param now undefined if it is no longer listed */
function outcomeOf(before: string, now: string | undefined): Pick<Retry, "phase" | "message"> {
  if (now === undefined) return PENDING;
  return now === before ? NOT_FAILED : FAILED;
}

/** Applies stream changes of the retried resources; returns the same object if there are none. */
export function followed(retries: Retries, changes: readonly StateChange[]): Retries {
  if (retries.size === 0) return retries;
  const latest = new Map(changes.map((change) => [change.resource_id, change]));
  let next: Map<string, Retry> | null = null;
  for (const [id, retry] of retries) {
    const change = latest.get(retry.failure.resource_id);
    if (!change || !isUnderWay(retry.phase)) continue;
    next ??= new Map(retries);
    next.set(id, { ...retry, phase: change.lifecycle_state ?? "gone", message: change.error });
  }
  return next ?? retries;
}

/** Event ids of successful retries: they leave the list. */
export function done(retries: Retries): string[] {
  return [...retries].flatMap(([id, { phase }]) => (phase === "ready" || phase === "gone" ? [id] : []));
}

export function without(retries: Retries, eventIds: readonly string[]): Retries {
  const next = new Map(retries);
  for (const id of eventIds) next.delete(id);
  return next;
}

/** Retries whose outcome is unknown. */
export function underWay(retries: Retries): Retries {
  return new Map([...retries].filter(([, { phase }]) => isUnderWay(phase)));
}

function isUnderWay(phase: RetryPhase): boolean {
  if (phase === "asked") return true;
  return phase !== "gone" && phase !== "skipped" && isInFlight(phase);
}

export interface FailureRow {
  failure: Failure;
  retry: Retry | null;
}

/** Its retry is under way, or has succeeded a moment ago: there is nothing to do with it. */
export function isBusy({ retry }: FailureRow): boolean {
  return retry !== null && (isUnderWay(retry.phase) || retry.phase === "ready" || retry.phase === "gone");
}

/**
 * The rows of the table, newest first: those that the server lists, and, in their old places, those that it no longer
 * lists because they are being retried.
 */
export function rowsOf(listed: readonly Failure[], retries: Retries): FailureRow[] {
  const known = new Set(listed.map(({ event_id }) => event_id));
  const rows: FailureRow[] = listed.map((failure) => ({ failure, retry: retries.get(failure.event_id) ?? null }));
  for (const [id, retry] of retries) {
    // A retry that failed again reappears in the list in a moment.
    if (!known.has(id) && retry.phase !== "failed") rows.push({ failure: retry.failure, retry });
  }
  return rows.sort((one, other) => compare(other.failure, one.failure));
}

function compare(one: Failure, other: Failure): number {
  if (one.failed_at !== other.failed_at) return one.failed_at < other.failed_at ? -1 : 1;
  if (one.event_id === other.event_id) return 0;
  return one.event_id < other.event_id ? -1 : 1;
}
