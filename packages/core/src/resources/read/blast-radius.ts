import type { AffectedEdge, GoingRow, IncomingEdge } from "@pragma/db/queries";
import type { Steps } from "../../foundation/common/in-turns.ts";
import { type DeletionGraph, drawSteps } from "../delete/deletion-set.ts";
import { holdUpBy } from "../delete/hold-up.ts";
import { awaitsHandOver, isLeaving } from "../lifecycle/index.ts";

/**
 * The effect of deleting a resource on another one: it `goes` along, since nothing else owns it; the deletion is `refused` for
 * it, unless it goes, too, or is detached; the deletion `waits` for it; or it goes only if dependents are deleted as well, in a
 * `cascade`.
 */
export type DeletionEffect = "goes" | "refused" | "waits" | "cascade";

/** A resource, and how it is reached. */
export interface AffectedStep {
  key: string;
  distance: number;
  through: string | null;
}

/**
 * All that leads to a resource, directly or not, the nearest first and then by key, beginning with itself. Running edges
 * lead no further.
 */
export function affectedBy(start: string, edges: readonly IncomingEdge[]): AffectedStep[] {
  const incoming = Map.groupBy(edges, ({ to_key }) => to_key);
  const steps = new Map<string, AffectedStep>([[start, { key: start, distance: 0, through: null }]]);
  const runners = new Map<string, AffectedStep>();
  // The map grows during the loop.
  for (const { key, distance } of steps.values()) {
    for (const { from_key, kind } of incoming.get(key) ?? []) {
      const into = kind === "running" ? runners : steps;
      if (!into.has(from_key)) into.set(from_key, { key: from_key, distance: distance + 1, through: key });
    }
  }
  const others = [...runners.values()].filter(({ key }) => !steps.has(key));
  const all = [...steps.values(), ...others].sort((one, other) => (one.key < other.key ? -1 : 1));
  return all.sort((one, other) => one.distance - other.distance);
}

/**
 * The resources that wait for another one, directly or not, without itself.
 * @param start if it blocks its dependents
 */
export function waitingFor(
  start: string,
  edges: readonly IncomingEdge[],
  rows: ReadonlyMap<string, Parameters<typeof awaitsHandOver>[0] & Pick<GoingRow, "deleting_since">>,
): Set<string> {
  const waiting = new Set([start]);
  const dependents = Map.groupBy(
    edges.filter(({ kind }) => kind === "dependency"),
    ({ to_key }) => to_key,
  );
  // The set grows during the loop.
  for (const key of waiting) {
    for (const { from_key } of dependents.get(key) ?? []) {
      const row = rows.get(from_key);
      if (row && !isLeaving(row) && awaitsHandOver(row)) waiting.add(from_key);
    }
  }
  waiting.delete(start);
  return waiting;
}

/** The resources that changed values of another one may reach, without itself. */
export function updatedBy(start: string, edges: readonly AffectedEdge[]): Set<string> {
  const updated = new Set(edges.map(({ from_key }) => from_key));
  updated.delete(start);
  return updated;
}

/**
 * Effects of deleting a resource on others, by their keys: by the rule that draws a deletion's members.
 * @param rows those that are known
 */
export function* deletionEffects(
  start: string,
  graph: DeletionGraph,
  rows: ReadonlyMap<string, Parameters<typeof holdUpBy>[0]>,
): Steps<Map<string, DeletionEffect>> {
  const alone = yield* drawSteps(graph, [start], {});
  const cascading = yield* drawSteps(graph, [start], { cascade: true });
  const effects = new Map<string, DeletionEffect>();
  for (const key of cascading.members.keys()) effects.set(key, "cascade");
  for (const key of alone.runners) {
    const row = rows.get(key);
    effects.set(key, row && holdUpBy(row) !== null ? "refused" : "waits");
  }
  for (const key of alone.outsiders) effects.set(key, "refused");
  for (const key of alone.members.keys()) effects.set(key, "goes");
  return effects;
}
