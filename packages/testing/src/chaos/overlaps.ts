import type { Facts, HandlerFact } from "./facts.ts";

/** Two handlers of one resource at the same time. */
export interface Overlap {
  readonly earlier: HandlerFact;
  readonly later: HandlerFact;
  /** Nobody could have prevented it, so its consequences prove nothing. */
  readonly isExcused: boolean;
}

/** The end of a process reaches the outside world on a different connection than the next handler's start. */
const TOLERANCE_MS = 200;

export function overlapsOf(facts: Pick<Facts, "handlers" | "disturbances">): Overlap[] {
  const groups = Map.groupBy(facts.handlers, ({ space, id }) => `${space} ${id}`);
  return [...groups.values()].flatMap((handlers) => overlapsOfOne(handlers, facts));
}

/** The resources, as `space id`, that two handlers may have worked on at once through no fault of the platform. */
export function excusedResources(facts: Pick<Facts, "handlers" | "disturbances">): Set<string> {
  const excused = overlapsOf(facts).filter(({ isExcused }) => isExcused);
  return new Set(excused.map(({ later }) => `${later.space} ${later.id}`));
}

function overlapsOfOne(handlers: readonly HandlerFact[], facts: Pick<Facts, "disturbances">): Overlap[] {
  const ordered = handlers.toSorted((a, b) => a.beganAt - b.beganAt || a.number - b.number);
  const found: Overlap[] = [];
  let running = ordered[0];
  for (const handler of ordered.slice(1)) {
    if (running && overlaps(running, handler)) {
      found.push({ earlier: running, later: handler, isExcused: isExcused(running, handler, facts) });
    }
    if (!running || endOf(handler) > endOf(running)) running = handler;
  }
  return found;
}

function overlaps(earlier: HandlerFact, later: HandlerFact): boolean {
  const tolerance = earlier.end === "died" ? TOLERANCE_MS : 0;
  return endOf(earlier) - tolerance > later.beganAt;
}

function endOf({ endedAt }: HandlerFact): number {
  return endedAt ?? Number.POSITIVE_INFINITY;
}

/**
 * A paused worker cannot end what it runs before its lease expires, and nobody else can reach its handlers. While a worker's egress
 * is paused, the outside world is told nothing of its handlers, not even that their process has ended.
 */
function isExcused(earlier: HandlerFact, later: HandlerFact, { disturbances }: Pick<Facts, "disturbances">): boolean {
  return disturbances.some(({ what, whom, from, until }) => {
    if (from > later.beganAt || until < earlier.beganAt) return false;
    if (what === "pause" && whom === "egress") return earlier.end === "died" && until + TOLERANCE_MS >= endOf(earlier);
    return (what === "pause" && whom.startsWith("worker")) || what === "stall";
  });
}
