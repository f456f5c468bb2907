import type { Blocked } from "@pragma/contract";
import { parseKey, resourceId } from "@pragma/contract";
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
  /** Keys of actions whose resource is gone. */
  gone: readonly { key: string; action: string }[];
  /** What is stuck or waits outside, and for what. */
  blocked: readonly Blocked[];
}

/**
 * Works out what the open actions of a change wait for.
 * @param blockers of them, and what each is to the change
 */
export function progressOf(open: readonly OpenAction[], blockers: readonly BlockerRow[]): Progress {
  const byKey = new Map(open.map((action) => [action.key, action]));
  const known = new Map(blockers.map((blocker) => [blocker.key, blocker]));
  const isIdle = (action: OpenAction): boolean =>
    action.lifecycle_state !== null &&
    !action.stale &&
    !action.deleting &&
    ["ready", "draft", "failed"].includes(action.lifecycle_state);
  const gone = open.filter(({ lifecycle_state }) => lifecycle_state === null);
  const there = open.filter(({ lifecycle_state }) => lifecycle_state !== null);
  // A failure passes to all that wait for it, and so does waiting for something outside.
  const stuck = new Map<string, string[]>();
  const outside = new Map<string, string[]>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const { key, waits_for, is_running } of there) {
      if (is_running) continue;
      for (const blocker of waits_for ?? []) {
        const into = judge(blocker, { byKey, known, stuck, outside });
        const found = into === "stuck" ? stuck : into === "outside" ? outside : undefined;
        if (!found) continue;
        const by = found.get(key);
        if (by?.includes(blocker)) continue;
        if (by) by.push(blocker);
        else found.set(key, [blocker]);
        grew = true;
      }
    }
  }
  const waiting = there.filter((action) => !stuck.has(action.key));
  const untouched = waiting.filter((action) => action.action === "follow" && isIdle(action));
  const idle = new Set(untouched.map(({ key }) => key));
  const goesOn = waiting.some(({ key }) => !outside.has(key) && !idle.has(key));
  const waitsOutside = waiting.some(({ key }) => outside.has(key) && !idle.has(key));
  return {
    goesOn,
    waitsOutside,
    stuck: [...stuck.keys()],
    untouched: [...idle],
    gone,
    blocked: [
      ...[...stuck].map(([key, by]) => blockedBy(key, by, "waits for what has failed")),
      ...[...outside]
        .filter(([key]) => !stuck.has(key) && !idle.has(key))
        .map(([key, by]) => blockedBy(key, by, reasonOutside(by, known))),
    ],
  };
}

function judge(
  blocker: string,
  {
    byKey,
    known,
    stuck,
    outside,
  }: {
    byKey: ReadonlyMap<string, OpenAction>;
    known: ReadonlyMap<string, BlockerRow>;
    stuck: ReadonlyMap<string, unknown>;
    outside: ReadonlyMap<string, unknown>;
  },
): "stuck" | "outside" | "goes on" {
  if (byKey.has(blocker)) {
    if (stuck.has(blocker)) return "stuck";
    return outside.has(blocker) ? "outside" : "goes on";
  }
  const row = known.get(blocker);
  if (row?.state === "failed" && row.lifecycle_state === "failed") return "stuck";
  const isUnderWay = row?.lifecycle_state === "pending" || row?.lifecycle_state === "processing";
  return row?.state === "succeeded" && (isUnderWay || row.lifecycle_state === "ready") ? "goes on" : "outside";
}

function reasonOutside(by: readonly string[], known: ReadonlyMap<string, BlockerRow>): string {
  const [first = ""] = by;
  const row = known.get(first);
  if (row === undefined || row.lifecycle_state === null) return "waits for what does not exist";
  return `waits for what is ${row.lifecycle_state}`;
}

function blockedBy(key: string, by: readonly string[], reason: string): Blocked {
  return { resource: idOf(key), by: by.map(idOf), reason };
}

function idOf(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}
