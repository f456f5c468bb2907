import { type Blocked, isFailed, isInFlight, isReady, parseKey, resourceId } from "@pragma/contract";
import type { BlockerRow, OpenAction } from "@pragma/db/queries";

/** Where the open actions of a change stand. */
export interface Progress {
  /** Something of it goes on by itself: it is with a provider, between attempts, or about to be looked at. */
  goesOn: boolean;
  /** Something waits for a resource outside the change. */
  waitsOutside: boolean;
  /** Keys of actions that wait, directly or not, for an action of the change that has failed. */
  stuck: readonly string[];
  /** Keys of followers that nothing has reached, and nothing will once the change is over. */
  untouched: readonly string[];
  /** Actions whose resource is gone. */
  gone: readonly OpenAction[];
  /** What is stuck or waits outside, and for what. */
  blocked: readonly Blocked[];
}

/**
 * Works out what the open actions of a change wait for.
 * @param blockers of them, and what each is to the change
 */
export function progressOf(open: readonly OpenAction[], blockers: readonly BlockerRow[]): Progress {
  const gone = open.filter(({ lifecycle_state }) => lifecycle_state === null);
  const there = open.filter(({ lifecycle_state }) => lifecycle_state !== null);
  const waits = new Waits(there, blockers);
  const waiting = there.filter(({ key }) => !waits.stuck.has(key));
  const untouched = new Set(waiting.filter(isUntouched).map(({ key }) => key));
  const active = waiting.filter(({ key }) => !untouched.has(key));
  return {
    goesOn: active.some(({ key }) => !waits.outside.has(key)),
    waitsOutside: active.some(({ key }) => waits.outside.has(key)),
    stuck: [...waits.stuck.keys()],
    untouched: [...untouched],
    gone,
    blocked: [
      ...[...waits.stuck].map(([key, by]) => blockedBy(key, by, "waits for what has failed")),
      ...active.flatMap(({ key }) => {
        const by = waits.outside.get(key);
        return by ? [blockedBy(key, by, waits.reasonOf(by))] : [];
      }),
    ],
  };
}

function isUntouched({ action, lifecycle_state, stale, deleting }: OpenAction): boolean {
  return action === "follow" && !stale && !deleting && lifecycle_state !== null && !isInFlight(lifecycle_state);
}

/** What open actions wait for: a failure of the change passes to all that wait for it, and so does waiting outside. */
class Waits {
  /** By key: what it waits for that has failed, or waits for such. */
  readonly stuck = new Map<string, string[]>();
  /** By key: what it waits for outside the change, or that does. */
  readonly outside = new Map<string, string[]>();
  readonly #open: ReadonlySet<string>;
  readonly #known: ReadonlyMap<string, BlockerRow>;

  constructor(open: readonly OpenAction[], blockers: readonly BlockerRow[]) {
    this.#open = new Set(open.map(({ key }) => key));
    this.#known = new Map(blockers.map((blocker) => [blocker.key, blocker]));
    const waiting = open.filter(({ is_running }) => !is_running);
    // Each round reaches one further, at least.
    while (waiting.filter((action) => this.#grow(action)).length > 0);
  }

  /** In words, for the first of some. */
  reasonOf([first = ""]: readonly string[]): string {
    const state = this.#known.get(first)?.lifecycle_state ?? null;
    return state === null ? "waits for what does not exist" : `waits for what is ${state}`;
  }

  /** @returns whether anything is new */
  #grow({ key, waits_for }: OpenAction): boolean {
    let grew = false;
    for (const blocker of waits_for ?? []) {
      const found = this.#judge(blocker);
      if (found === undefined) continue;
      const by = found.get(key) ?? [];
      if (by.includes(blocker)) continue;
      found.set(key, [...by, blocker]);
      grew = true;
    }
    return grew;
  }

  /** Where a blocker belongs; undefined if it goes on. */
  #judge(blocker: string): Map<string, string[]> | undefined {
    if (this.#open.has(blocker)) {
      if (this.stuck.has(blocker)) return this.stuck;
      return this.outside.has(blocker) ? this.outside : undefined;
    }
    const row = this.#known.get(blocker);
    const state = row?.lifecycle_state ?? null;
    if (row?.outcome === "failed" && state !== null && isFailed(state)) return this.stuck;
    const goesOn = row?.outcome === "succeeded" && state !== null && (isInFlight(state) || isReady(state));
    return goesOn ? undefined : this.outside;
  }
}

function blockedBy(key: string, by: readonly string[], reason: string): Blocked {
  return { resource: idOf(key), by: by.map(idOf), reason };
}

function idOf(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}
