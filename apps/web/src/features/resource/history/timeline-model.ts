import { isReady, type LifecycleState } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { type Phase, phasesOf, type Story } from "./stories.ts";

export type Neighbour = RouterOutputs["resources"]["neighbourHistory"][number];

/** A bar of a lane. */
export interface Segment {
  kind: Phase["kind"] | "queued";
  /** In milliseconds. */
  from: number;
  /** Null if it goes on. */
  to: number | null;
  /** Outcome of an attempt. */
  outcome: Phase["outcome"];
  /** Key of the awaited resource. */
  awaited: string | null;
}

/** The course of one resource. */
export interface Lane {
  key: string;
  relation: "self" | Neighbour["relation"];
  segments: Segment[];
}

/** The course of a story, on one axis of time. */
export interface Timeline {
  /** In milliseconds. */
  start: number;
  /** When the last bar ends; null if one goes on. */
  end: number | null;
  /** Lanes of awaited resources, the resource itself, and those that followed. */
  lanes: Lane[];
  /** How many neighbours there are besides. */
  hidden: number;
}

/** Lanes of each kind. */
const MOST_LANES = 8;

/** @param key of the resource whose story it is */
export function timelineOf(key: string, story: Story, neighbours: readonly Neighbour[]): Timeline {
  const start = Date.parse(story.first.timestamp);
  const own = story.allPhases.map(plain);
  const end = own.at(-1)?.to;
  const over = end === undefined ? start : end;
  const dependencies = neighbours
    .filter(({ relation }) => relation === "dependency")
    .map((neighbour) => ({ neighbour, unready: unreadyOf(neighbour, start, over) }))
    .filter(({ unready }) => unready.length > 0);
  const dependents = neighbours
    .filter(({ relation }) => relation === "dependent")
    .map(
      (neighbour): Lane => ({
        ...{ key: neighbour.key, relation: neighbour.relation },
        segments: segmentsOf({ ...neighbour, events: neighbour.events.map(asWaiting) }),
      }),
    )
    .filter(({ segments }) => segments.length > 0)
    .toSorted((one, other) => (one.segments[0]?.from ?? 0) - (other.segments[0]?.from ?? 0));
  const lanes: Lane[] = [
    ...dependencies.slice(0, MOST_LANES).map(({ neighbour }) => ({
      ...{ key: neighbour.key, relation: neighbour.relation },
      segments: segmentsOf(neighbour).flatMap((segment) => within(segment, start, over)),
    })),
    { key, relation: "self", segments: own.flatMap((segment) => splitWait(segment, dependencies)) },
    ...dependents.slice(0, MOST_LANES),
  ];
  const ends = lanes.flatMap(({ segments }) => segments.map(({ to }) => to));
  return {
    start,
    end: ends.includes(null) ? null : Math.max(start, ...ends.filter((end) => end !== null)),
    lanes,
    hidden: Math.max(0, dependencies.length - MOST_LANES) + Math.max(0, dependents.length - MOST_LANES),
  };
}

/** A stretch of time in milliseconds; it may go on. */
interface Span {
  from: number;
  to: number | null;
}

interface Awaited {
  neighbour: Neighbour;
  unready: Span[];
}

/** When a dependency was not ready, as far as that was in the course of the story. */
function unreadyOf({ events }: Neighbour, start: number, over: number | null): Span[] {
  if (events.length === 0) return [{ from: start, to: null }];
  const spans: Span[] = [];
  for (const { timestamp, to_state: to } of events) {
    const at = Date.parse(timestamp);
    const open = spans.at(-1);
    if (isReadyState(to)) {
      if (open?.to === null) open.to = at;
    } else if (open?.to !== null) spans.push({ from: at, to: null });
  }
  return spans.filter(({ from, to }) => (to === null || to > start) && (over === null || from < over));
}

function isReadyState(state: LifecycleState | null): boolean {
  return state !== null && isReady(state);
}

/** A wait is for the dependency that was ready last; once all are, it is for a worker. */
function splitWait(whole: Segment, dependencies: readonly Awaited[]): Segment[] {
  const { kind, from, to } = whole;
  if (kind !== "waiting") return [whole];
  let last: { key: string; until: number | null } | null = null;
  for (const { neighbour, unready } of dependencies) {
    for (const span of unready) {
      const isMeanwhile = (to === null || span.from < to) && (span.to === null || span.to > from);
      if (!isMeanwhile) continue;
      if (last === null || (last.until !== null && (span.to === null || span.to > last.until))) {
        last = { key: neighbour.key, until: span.to };
      }
    }
  }
  if (last === null) return [{ ...whole, kind: "queued" }];
  const { key: awaited, until } = last;
  if (until === null || (to !== null && until >= to)) return [{ ...whole, awaited }];
  return [
    { ...whole, to: until, awaited },
    { ...whole, kind: "queued", from: until },
  ];
}

/** Where more may have happened than is known, the last bar ends with what is. */
function segmentsOf({ events, truncated }: Neighbour): Segment[] {
  const known = Date.parse(events.at(-1)?.timestamp ?? "");
  const segments = phasesOf(events).map(plain);
  return truncated ? segments.map((segment) => ({ ...segment, to: segment.to ?? known })) : segments;
}

/**
 * A dependent waits from the moment that a value it uses may have changed. What somebody else caused only ends what was
 * before it.
 */
function asWaiting(event: Neighbour["events"][number]): Neighbour["events"][number] {
  if (!event.caused) return { ...event, to_state: "ready" };
  return event.event_type === "STALE" ? { ...event, to_state: "pending" } : event;
}

function plain({ kind, startedAt, endedAt, outcome }: Phase): Segment {
  return {
    kind,
    from: Date.parse(startedAt),
    to: endedAt === null ? null : Date.parse(endedAt),
    outcome,
    awaited: null,
  };
}

function within(segment: Segment, start: number, over: number | null): Segment[] {
  const { from, to } = segment;
  if ((to !== null && to <= start) || (over !== null && from >= over)) return [];
  const end = over === null ? to : Math.min(to ?? over, over);
  return [{ ...segment, from: Math.max(from, start), to: end }];
}
