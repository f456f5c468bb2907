import { isDraft, isFailed, isPending, isProcessing, isReady } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";

export type HistoryEvent = RouterOutputs["resources"]["history"]["items"][number];

/** One try of the provider. */
export interface Attempt {
  /** From 1; a retry of what failed for good counts anew. */
  number: number;
  /** How long it waited for its turn, in milliseconds: since the attempt before it, or since its story was begun or retried. */
  waited: number;
  startedAt: string;
  /** Null while it runs. */
  endedAt: string | null;
  outcome: "running" | "succeeded" | "failed" | "interrupted" | "cancelled";
  error: string | null;
}

/** A stretch of time of a story. */
export interface Phase {
  kind: "waiting" | "attempt" | "pause";
  startedAt: string;
  /** Null if it goes on. */
  endedAt: string | null;
  /** Outcome of an attempt; null for other phases. */
  outcome: Attempt["outcome"] | null;
}

/** The course of one apply, deletion or changed input: all entries of the history that belong together. */
export interface Story {
  /** Id of its first entry, so that it stays the same while the story goes on. */
  id: string;
  /** Oldest first. */
  entries: HistoryEvent[];
  first: HistoryEvent;
  last: HistoryEvent;
  changes: HistoryEvent["changes"];
  attempts: Attempt[];
  /** Where its time went. */
  allPhases: Phase[];
  /** The same since it was last begun or retried. */
  phases: Phase[];
  outcome: "succeeded" | "failed" | "cancelled" | "running" | "waiting" | "superseded" | "unchanged" | "saved";
  eventId: string | null;
}

/**
 * Groups a history into stories.
 * @param history newest first, as it is read
 * @returns the newest first
 */
export function storiesOf(history: readonly HistoryEvent[]): Story[] {
  const groups: HistoryEvent[][] = [];
  const byEvent = new Map<string, HistoryEvent[]>();
  /** Begun by a changed input, of which nothing has come yet. */
  let open: HistoryEvent[] | undefined;
  for (const entry of history.toReversed()) {
    const known = entry.event_id === null ? undefined : byEvent.get(entry.event_id);
    const group = known ?? (open && comesOf(entry, open) ? open : undefined);
    if (group) group.push(entry);
    else groups.push([entry]);
    const own = group ?? (groups.at(-1) as HistoryEvent[]);
    if (entry.event_id !== null) byEvent.set(entry.event_id, own);
    if (entry.event_type === "STALE") open = own;
    else if (own === open) open = undefined;
  }
  const newest = groups.findLastIndex((entries) => entries.some(({ event_id }) => event_id !== null));
  return groups.map((entries, index) => storyOf(entries, index < newest ? nextOf(groups, index) : null)).toReversed();
}

function comesOf({ event_type: type, correlation_id: id }: HistoryEvent, open: readonly HistoryEvent[]): boolean {
  return type === "UNCHANGED" || (type === "UPDATE" && open.some(({ correlation_id }) => correlation_id === id));
}

/** When the next event began after a story. */
function nextOf(groups: readonly HistoryEvent[][], index: number): string | null {
  const next = groups.slice(index + 1).find((entries) => entries.some(({ event_id }) => event_id !== null));
  return next?.[0]?.timestamp ?? null;
}

/** @param over when another one took over, if so */
function storyOf(entries: HistoryEvent[], over: string | null): Story {
  const first = entries[0] as HistoryEvent;
  const last = entries.at(-1) as HistoryEvent;
  const allPhases = endedBy(phasesOf(entries), over);
  const begun = entries.findLast(restarts)?.timestamp ?? first.timestamp;
  return {
    id: first.id,
    entries,
    first,
    last,
    changes: entries.flatMap(({ changes }) => changes),
    attempts: attemptsOf(entries),
    allPhases,
    phases: allPhases.filter(({ startedAt }) => startedAt >= begun),
    outcome: outcomeOf(last, over !== null),
    eventId: entries.find(({ event_id }) => event_id !== null)?.event_id ?? null,
  };
}

function attemptsOf(entries: readonly HistoryEvent[]): Attempt[] {
  const attempts: Attempt[] = [];
  let number = 0;
  let waitsSince = entries[0]?.timestamp ?? "";
  for (const entry of entries) {
    const { timestamp } = entry;
    if (restarts(entry)) {
      number = 0;
      waitsSince = timestamp;
    }
    if (begins(entry)) {
      number += 1;
      const waited = Math.max(0, Date.parse(timestamp) - Date.parse(waitsSince));
      attempts.push({ number, waited, startedAt: timestamp, endedAt: null, outcome: "running", error: null });
    } else if (ends(entry)) {
      waitsSince = timestamp;
      const running = attempts.at(-1);
      if (running?.endedAt !== null) continue;
      Object.assign(running, { endedAt: timestamp, outcome: outcomeOfAttempt(entry), error: entry.error });
    }
  }
  return attempts;
}

/** A final failure begins anew; a retry between two attempts only has the next one start at once. */
function restarts({ event_type: type, from_state: from }: Transition): boolean {
  return type === "RETRY" && (from === null || !isPending(from));
}

function begins({ from_state: from, to_state: to }: HistoryEvent): boolean {
  return to !== null && isProcessing(to) && (from === null || !isProcessing(from));
}

function ends({ from_state: from, to_state: to }: HistoryEvent): boolean {
  return from !== null && isProcessing(from) && (to === null || !isProcessing(to));
}

function outcomeOfAttempt({ event_type: type, to_state: to, error }: Transition): Attempt["outcome"] {
  if (type === "CANCEL") return "cancelled";
  if (to === null || isReady(to)) return "succeeded";
  return error === null ? "interrupted" : "failed";
}

/** The states in an entry of a history. */
export type Transition = Pick<HistoryEvent, "event_type" | "from_state" | "to_state" | "timestamp" | "error">;

/** Where the time went between the entries of a history, from state to state. @param entries oldest first */
export function phasesOf(entries: readonly Transition[]): Phase[] {
  const phases: Phase[] = [];
  let tried = false;
  for (const entry of entries) {
    const { event_type: type, to_state: to, timestamp } = entry;
    if (type === "METADATA") continue;
    const before = phases.at(-1);
    if (before?.endedAt === null) {
      before.endedAt = timestamp;
      if (before.kind === "attempt") before.outcome = outcomeOfAttempt(entry);
    }
    if (restarts(entry)) tried = false;
    if (to !== null && isProcessing(to)) {
      tried = true;
      phases.push({ kind: "attempt", startedAt: timestamp, endedAt: null, outcome: "running" });
    } else if (to !== null && isPending(to)) {
      phases.push({ kind: tried ? "pause" : "waiting", startedAt: timestamp, endedAt: null, outcome: null });
    }
  }
  return phases;
}

function endedBy(phases: Phase[], over: string | null): Phase[] {
  return phases.map((phase) => {
    if (over === null || phase.endedAt !== null) return phase;
    return { ...phase, endedAt: over, outcome: phase.kind === "attempt" ? "interrupted" : null };
  });
}

function outcomeOf(last: HistoryEvent, isOver: boolean): Story["outcome"] {
  const { event_type: type, to_state: to, event_id } = last;
  if (type === "UNCHANGED") return "unchanged";
  if (type === "STALE") return isOver ? "superseded" : "waiting";
  if (event_id === null || to === null) return to === null && event_id !== null ? "succeeded" : "saved";
  if (isDraft(to)) return "saved";
  if (isReady(to)) return "succeeded";
  if (isFailed(to)) return type === "CANCEL" ? "cancelled" : "failed";
  if (isOver) return "superseded";
  return isProcessing(to) ? "running" : "waiting";
}
