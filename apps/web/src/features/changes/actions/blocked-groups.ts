import type { Blocked } from "@pragma/contract";

/** Resources that wait for the same, and what that is. */
export interface BlockedGroup {
  /** Ids. */
  resources: string[];
  /** Nothing, if they wait for a person. */
  by: string[];
  /** What is said of themselves then; otherwise a relative clause on `by`: `which has failed`. */
  which: string;
}

/**
 * Groups blocked resources by cause, in the order in which they were found. A cause is not blocked itself: resources that
 * wait for a blocked one wait for its cause.
 */
export function blockedGroups(blocked: readonly Blocked[]): BlockedGroup[] {
  const causes = causesOf(blocked);
  const groups = new Map<string, BlockedGroup>();
  for (const { resource, by: direct, reason: own } of blocked) {
    const found = [...(causes.get(resource) ?? direct.map((id) => [id, own] as const))].sort();
    // A reason given for several must be true of each.
    const reason = found[0]?.[1] ?? own;
    const by = found.filter(([, why]) => why === reason).map(([id]) => id);
    const which = whichWords(reason, by.length === 0 ? 1 : by.length);
    const key = JSON.stringify([which, by]);
    const known = groups.get(key);
    if (known) known.resources.push(resource);
    else groups.set(key, { resources: [resource], by, which });
  }
  return [...groups.values()];
}

/** By what is blocked: its causes, and why each is waited for. What only waits in a circle has none. */
function causesOf(blocked: readonly Blocked[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  // What waits for a person is a cause itself.
  const ids = new Set(blocked.filter(({ by }) => by.length > 0).map(({ resource }) => resource));
  const waiters = new Map<string, Blocked[]>();
  for (const one of blocked) {
    for (const id of one.by) {
      const known = waiters.get(id);
      if (known) known.push(one);
      else waiters.set(id, [one]);
    }
  }
  const causes = new Map<string, Map<string, string>>();
  for (const [cause, [first]] of waiters) {
    if (ids.has(cause) || first === undefined) continue;
    const reached = new Set([cause]);
    // Ids added meanwhile are visited, too.
    for (const id of reached) {
      for (const { resource } of waiters.get(id) ?? []) reached.add(resource);
    }
    reached.delete(cause);
    for (const id of reached) {
      const known = causes.get(id);
      if (known) known.set(cause, first.reason);
      else causes.set(id, new Map([[cause, first.reason]]));
    }
  }
  return causes;
}

/** The reason, said of one thing or of several. */
function whichWords(reason: string, count: number): string {
  const which = reason.replace(/^waits for what /, "which ").replace(/ is draft$/, " is a draft");
  if (count === 1) return which;
  return which
    .replace(/ is a draft$/, " are drafts")
    .replace(/ is /, " are ")
    .replace(/ has /, " have ")
    .replace(/ does /, " do ");
}
