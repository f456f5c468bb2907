import { ACTION_STATES, isFailedAction, NOT_BEGUN, resourceKey } from "@pragma/contract";
import type { ShownAction } from "../types.ts";

/** Actions under one heading. */
export interface ActionGroup {
  key: string;
  title: string;
  actions: ShownAction[];
}

/** An action, or several of one type with the same difference, which is shown once. */
export type ActionEntry =
  | { kind: "one"; key: string; action: ShownAction }
  | { kind: "equal"; key: string; type: string; first: ShownAction; actions: ShownAction[] };

/** Fewer are no shorter as one. */
const MIN_EQUAL = 3;

/**
 * The actions of a heading, with equal ones put together where the first of them is. One that has something of its own to say, such
 * as an error, stays by itself.
 */
export function entriesOf(actions: readonly ShownAction[]): ActionEntry[] {
  const alike = Map.groupBy(actions, (action) => likenessOf(action) ?? action);
  return [...alike].flatMap(([likeness, members]): ActionEntry[] => {
    const [first] = members;
    if (first === undefined) return [];
    if (typeof likeness !== "string" || members.length < MIN_EQUAL)
      return members.map((action) => ({ kind: "one", key: rowKey(action), action }));
    const { provider, resource } = first.resource;
    return [{ kind: "equal", key: likeness, type: `${provider}/${resource}`, first, actions: members }];
  });
}

/** The key that actions shown as one have in common; null for one that is shown by itself. */
function likenessOf(one: ShownAction): string | null {
  const { action, resource, changes, issues, warnings, because } = one;
  // Names of created resources are what is new.
  if (action === "create") return null;
  const speaks = isFailedAction(one) || issues.length > 0 || warnings.length > 0;
  if (speaks || changes.length === 0) return null;
  const { provider, resource: type } = resource;
  return JSON.stringify([action, provider, type, because, changes]);
}

/** Actions of a preview have no id. */
export function rowKey({ id, resource, action, document }: ShownAction): string {
  return id ?? `${action} ${resource.id} ${document}`;
}

/** How many actions are in each state, such as `10 succeeded, 2 running`; empty for a plan. */
export function stateWords(actions: readonly Pick<ShownAction, "state">[]): string {
  const states = Map.groupBy(actions, ({ state }) => state);
  return ACTION_STATES.flatMap((state) => {
    const count = states.get(state)?.length ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${state}`];
  }).join(", ");
}

/** How many there are under a heading. @param isPartial there are more of them, which have not been read */
export function countOf(count: number, isPartial: boolean): string {
  const words = `${count.toLocaleString("en")} ${count === 1 ? "action" : "actions"}`;
  return isPartial ? `The first ${words}` : words;
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

/** Its change was ended before it had begun: there is nothing to retry. */
export function isNotBegun(action: Pick<ShownAction, "state" | "error">): boolean {
  return isFailedAction(action) && action.error?.startsWith(NOT_BEGUN) === true;
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

/** The attempt that the error of an action is of, as long as it goes on; null once it has ended, or where none has failed. */
export function failedAttemptOf({
  state,
  attempts = 0,
  error,
}: Pick<ShownAction, "state" | "attempts" | "error">): number | null {
  if (!error || (state !== "running" && state !== "waiting")) return null;
  const failed = state === "running" ? attempts - 1 : attempts;
  return failed > 0 ? failed : null;
}
