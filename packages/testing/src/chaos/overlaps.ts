import type { Facts, HandlerFact } from "./facts.ts";
import { isCheck } from "./looks.ts";

/** Two handlers of one resource at the same time. A check is none: it may run beside an event, and then comes to nothing. */
export interface Overlap {
  readonly earlier: HandlerFact;
  readonly later: HandlerFact;
  /** Nobody could have prevented it, so its consequences prove nothing. */
  readonly isExcused: boolean;
}

export function overlapsOf(facts: Pick<Facts, "handlers" | "disturbances">): Overlap[] {
  const groups = Map.groupBy(
    facts.handlers.filter((handler) => !isCheck(handler)),
    ({ space, id }) => `${space} ${id}`,
  );
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
  return endOf(earlier) > later.beganAt;
}

function endOf({ endedAt }: HandlerFact): number {
  return endedAt ?? Number.POSITIVE_INFINITY;
}

/** A process that stands still with the machine does not end in time; one that stands still alone is ended by others. */
function isExcused(earlier: HandlerFact, later: HandlerFact, { disturbances }: Pick<Facts, "disturbances">): boolean {
  return disturbances.some(
    ({ what, from, until }) => what === "stall" && from <= later.beganAt && until >= earlier.beganAt,
  );
}
