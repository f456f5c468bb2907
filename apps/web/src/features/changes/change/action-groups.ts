import { resourceKey } from "@pragma/contract";
import type { ShownAction } from "../types.ts";

/** Actions under one heading. */
export interface ActionGroup {
  key: string;
  title: string;
  actions: ShownAction[];
}

/** Refusals first, since nothing goes on with them; then wave by wave, as they are carried out. */
export function groupActions(actions: readonly ShownAction[]): ActionGroup[] {
  const refused = actions.filter(({ action }) => action === "refuse");
  const waves = Map.groupBy(
    actions.filter(({ action }) => action !== "refuse"),
    ({ wave }) => wave,
  );
  const groups = [...waves]
    .sort(([a], [b]) => a - b)
    .map(([wave, members]) => ({ key: `wave ${wave}`, title: waveTitle(wave, waves.size), actions: members }));
  return refused.length === 0 ? groups : [{ key: "refused", title: "Refused", actions: refused }, ...groups];
}

function waveTitle(wave: number, waves: number): string {
  return waves === 1 ? "Actions" : `Step ${wave + 1}`;
}

/** The keys of resources by their ids, which is what reasons name them by. */
export function keysById(actions: readonly ShownAction[]): ReadonlyMap<string, string> {
  return new Map(actions.map(({ resource }) => [resource.id, keyOf(resource)]));
}

/** The key of an action's resource; its id, if that is all that is known of it. */
export function keyOf(resource: ShownAction["resource"]): string {
  return resource.name === "" ? resource.id : resourceKey(resource);
}

/** Whether there is anything to unfold. */
export function hasDetails({ changes }: Pick<ShownAction, "changes">): boolean {
  return changes.length > 0;
}

/** The last attempt at an action; null if no provider was at it, as with the platform's own types, which log nothing. */
export function lastAttempt({
  resource,
  event_id: eventId,
  attempts = 0,
  started_at: startedAt,
  settled_at: endedAt = null,
}: Pick<ShownAction, "resource" | "event_id" | "attempts" | "started_at" | "settled_at">) {
  if (resource.provider === "pragma" || !eventId || !startedAt || attempts === 0) return null;
  return { eventId, number: attempts, startedAt, endedAt };
}
