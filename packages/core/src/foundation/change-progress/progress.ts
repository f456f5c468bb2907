import {
  type Blocked,
  isDraft,
  isFailed,
  isProcessing,
  isReady,
  MAX_NAMED_BLOCKERS,
  parseKey,
  resourceId,
} from "@pragma/contract";
import type { BlockerRow, OpenAction } from "@pragma/db/queries";

/** Where the open actions of a change stand. */
export interface Progress {
  /** Something of it goes on by itself: it is with a provider, between attempts, or about to be looked at. */
  goesOn: boolean;
  /** Something waits for a resource outside the change. */
  waitsOutside: boolean;
  /** Keys of actions that wait, directly or not, for an action of the change that has failed. */
  stuck: readonly string[];
  /** Keys of actions that nothing has reached, and nothing will once the change is over. */
  untouched: readonly string[];
  /** Actions that nothing carries any more: others have taken their resources. */
  lost: readonly OpenAction[];
  /** Actions stuck or waiting outside, and for what. */
  blocked: readonly Blocked[];
}

/**
 * Works out what the open actions of a change wait for.
 * @param blockers of them, and what each is to the change
 */
export function progressOf(open: readonly OpenAction[], blockers: readonly BlockerRow[]): Progress {
  const lost = open.filter(isLost);
  const there = open.filter((action) => !isLost(action));
  const standing = standingOf(there, new Waits(there, blockers), lost);
  if (standing.isMoving || !standing.goesOn) return standing;
  // Untouched actions will be reached while something moves; once nothing does, they are to the change like what is outside.
  return standingOf(there, new Waits(there, blockers, (action) => !isUntouched(action)), lost);
}

/** With whether something of it leads on that waits for nothing. */
function standingOf(
  there: readonly OpenAction[],
  waits: Waits,
  lost: readonly OpenAction[],
): Progress & { isMoving: boolean } {
  const waiting = there.filter(({ key }) => !waits.stuck.has(key));
  const untouched = new Set(waiting.filter(isUntouched).map(({ key }) => key));
  const active = waiting.filter(({ key }) => !untouched.has(key));
  return {
    isMoving: active.some(
      ({ is_running, paused, waits_for }) => is_running || (!paused && (waits_for ?? []).length === 0),
    ),
    goesOn: active.some(({ key }) => !waits.outside.has(key)),
    waitsOutside: active.some(({ key }) => waits.outside.has(key)),
    stuck: [...waits.stuck.keys()],
    untouched: [...untouched],
    lost,
    blocked: [
      ...[...waits.stuck].map(([key, by]) => blockedBy(key, by, "waits for what has failed")),
      ...active.flatMap(({ key }) => {
        const by = waits.outside.get(key);
        if (!by) return [];
        return [by.length === 0 ? blockedBy(key, by, PAUSED) : blockedBy(key, by, waits.reasonOf(by))];
      }),
    ],
  };
}

/** Nobody else keeps it. */
const PAUSED = "is paused: resume it to go on";

/** No event carries it out, and no mark of its resource is going to be decided. */
function isUntouched({ has_event, stale }: OpenAction): boolean {
  return !has_event && !stale;
}

/** It has no event, and its resource no longer takes marks. */
function isLost({ has_event, lifecycle_state, deleting }: OpenAction): boolean {
  return !has_event && (lifecycle_state === null || isDraft(lifecycle_state) || deleting);
}

/**
 * The waits of open actions. A failure of the change passes to all that wait for it, directly or not, and so does waiting
 * outside, where nothing has failed. Each wait is looked at a fixed number of times.
 */
class Waits {
  /** By key: what it waits for that has failed, or waits for such. */
  readonly stuck: ReadonlyMap<string, string[]>;
  /** By key: what it waits for outside the change, or that does; nothing if it is paused, and so waits for a person. */
  readonly outside: ReadonlyMap<string, string[]>;
  readonly #open: ReadonlySet<string>;
  readonly #known: ReadonlyMap<string, BlockerRow>;

  /** @param isOpen whether what waits for an action waits for the change itself; as a default, for all */
  constructor(
    open: readonly OpenAction[],
    blockers: readonly BlockerRow[],
    isOpen: (action: OpenAction) => boolean = () => true,
  ) {
    this.#open = new Set(open.filter(isOpen).map(({ key }) => key));
    this.#known = new Map(blockers.map((blocker) => [blocker.key, blocker]));
    const waiting = open.filter(({ is_running }) => !is_running);
    const waiters = waitersOf(waiting);
    const stuck = reached(waiters, (blocker) => !this.#open.has(blocker) && this.#hasFailed(blocker));
    this.stuck = causes(waiting, stuck);
    const paused = open.filter(({ key, paused: isPaused }) => isPaused && !this.stuck.has(key)).map(({ key }) => key);
    const isPaused = new Set(paused);
    const outside = reached(
      waiters,
      (blocker) => isPaused.has(blocker) || (!this.#open.has(blocker) && !stuck.has(blocker) && !this.#goesOn(blocker)),
      (key) => !this.stuck.has(key),
    );
    this.outside = new Map([...causes(waiting, outside), ...paused.map((key): [string, string[]] => [key, []])]);
  }

  /** In words, for the first of some. */
  reasonOf([first = ""]: readonly string[]): string {
    const { lifecycle_state: state = null, paused = false } = this.#known.get(first) ?? {};
    if (state === null) return "waits for what does not exist";
    if (paused) return "waits for what is paused";
    return `waits for what is ${isReady(state) ? "stale" : state}`;
  }

  #hasFailed(blocker: string): boolean {
    const row = this.#known.get(blocker);
    return row?.outcome === "failed" && row.lifecycle_state !== null && isFailed(row.lifecycle_state);
  }

  /** The change is done with it, and it is at work again, or has just ended. What waits there is the matter of somebody else. */
  #goesOn(blocker: string): boolean {
    const row = this.#known.get(blocker);
    const state = row?.lifecycle_state ?? null;
    return row?.outcome === "succeeded" && state !== null && (isProcessing(state) || (isReady(state) && !row.stale));
  }
}

/** By key: the actions that wait for it. */
function waitersOf(waiting: readonly OpenAction[]): ReadonlyMap<string, string[]> {
  const waiters = new Map<string, string[]>();
  for (const { key, waits_for } of waiting) {
    for (const blocker of waits_for ?? []) {
      const known = waiters.get(blocker);
      if (known) known.push(key);
      else waiters.set(blocker, [key]);
    }
  }
  return waiters;
}

/** Some of what is waited for, and all actions that wait for it, directly or not. @param passes whether one hands it on */
function reached(
  waiters: ReadonlyMap<string, string[]>,
  isRoot: (blocker: string) => boolean,
  passes: (key: string) => boolean = () => true,
): ReadonlySet<string> {
  const found = new Set([...waiters.keys()].filter(isRoot));
  // Added keys are visited, too.
  for (const blocker of found) {
    if (!passes(blocker)) continue;
    for (const key of waiters.get(blocker) ?? []) found.add(key);
  }
  return found;
}

/** By key: which of these an action waits for, if any. */
function causes(waiting: readonly OpenAction[], of: ReadonlySet<string>): ReadonlyMap<string, string[]> {
  return new Map(
    waiting.flatMap(({ key, waits_for }) => {
      const by = (waits_for ?? []).filter((blocker) => of.has(blocker));
      return by.length === 0 ? [] : [[key, by] as const];
    }),
  );
}

function blockedBy(key: string, by: readonly string[], reason: string): Blocked {
  return { resource: idOf(key), by: by.slice(0, MAX_NAMED_BLOCKERS).map(idOf), reason };
}

function idOf(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}
