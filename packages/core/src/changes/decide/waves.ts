import { resourceKey } from "@pragma/contract";
import type { DeletionDecision } from "./decide-deletions.ts";
import type { DecidedAction, DecidedDocument } from "./decision.ts";
import type { Propagation } from "./follow.ts";

/**
 * The wave of each action: the longest path from a root of the change, along what it waits for. Documents and followers
 * wait for their dependencies; a deletion waits for what depends on it and for whatever still runs with it.
 */
export function wavesOf(
  actions: readonly DecidedAction[],
  documents: readonly DecidedDocument[],
  { deletions, edges }: DeletionDecision,
  propagation: Propagation,
): Map<string, number> {
  const acting = new Set(actions.filter(({ action }) => action !== "refuse").map(({ key }) => key));
  const waits = new Map<string, string[]>();
  const wait = (key: string, of: string): void => {
    if (key === of || !acting.has(key) || !acting.has(of)) return;
    const known = waits.get(key);
    if (known) known.push(of);
    else waits.set(key, [of]);
  };
  for (const { key, desired, isProcessed } of documents) {
    if (!isProcessed) continue;
    for (const ref of desired?.dependencies ?? [])
      if (!deletions.members.has(resourceKey(ref))) wait(key, resourceKey(ref));
  }
  for (const { from_key, to_key } of propagation.edges) {
    if (!deletions.members.has(from_key) && !deletions.members.has(to_key)) wait(from_key, to_key);
  }
  for (const { from_key, to_key } of edges) if (deletions.members.has(to_key)) wait(to_key, from_key);
  return longestPaths([...acting], waits);
}

/** Longest paths, by counting how many of its prerequisites a key still waits for; what is on a cycle gets 0. */
function longestPaths(keys: readonly string[], waits: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const left = new Map<string, number>();
  const leads = new Map<string, string[]>();
  for (const key of keys) {
    const own = waits.get(key) ?? [];
    left.set(key, own.length);
    for (const of of own) {
      const others = leads.get(of);
      if (others) others.push(key);
      else leads.set(of, [key]);
    }
  }
  const waves = new Map<string, number>();
  const ready = keys.filter((key) => left.get(key) === 0);
  for (const key of ready) waves.set(key, 0);
  // The array grows during the loop.
  for (const key of ready) {
    const next = (waves.get(key) ?? 0) + 1;
    for (const other of leads.get(key) ?? []) {
      waves.set(other, Math.max(waves.get(other) ?? 0, next));
      const rest = (left.get(other) ?? 0) - 1;
      left.set(other, rest);
      if (rest === 0) ready.push(other);
    }
  }
  return waves;
}
