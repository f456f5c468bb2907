import { connectionRef, type ResourceRef, resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { Change } from "@pragma/language";

/** The references in a JSON column; none if it is absent. */
export function readRefs(json: string | undefined): ResourceRef[] {
  return json === undefined ? [] : (JSON.parse(json) as ResourceRef[]);
}

/** Whether a resource has an owner, perhaps among others. @param owner its key */
export function isOwnedBy(row: Pick<ResourceRow, "owner_references">, owner: string): boolean {
  return readRefs(row.owner_references).some((ref) => resourceKey(ref) === owner);
}

/** Each reference once, in order, without other fields that a client may have sent. */
export function uniqueRefs(refs: readonly ResourceRef[]): ResourceRef[] {
  const unique = new Map<string, ResourceRef>();
  for (const { provider, resource, name } of refs)
    unique.set(resourceKey({ provider, resource, name }), { provider, resource, name });
  return [...unique.values()];
}

/** Whether two lists without duplicates name the same resources. */
export function sameRefs(before: readonly ResourceRef[], after: readonly ResourceRef[]): boolean {
  return before.length === after.length && new Set([...before, ...after].map(resourceKey)).size === before.length;
}

/**
 * Changed dependencies as history and previews show them, including those from references: a change of these alone
 * sends a resource through an update, and nothing else would say why.
 */
export function dependencyChanges(before: readonly ResourceRef[], after: readonly ResourceRef[]): Change[] {
  return sameRefs(before, after) ? [] : [{ path: "dependencies", before: [...before], after: [...after] }];
}

/** Another connection, as history and previews show it. @param before its key; null for none */
export function connectionChanges(before: string | null, after: string | null): Change[] {
  if (before === after) return [];
  const shown = (key: string | null) => (key === null ? null : { ...connectionRef(key) });
  return [{ path: "connection", before: shown(before), after: shown(after) }];
}

/**
 * Changed dependencies as plans show them beside a changed config: a dependency that comes or goes with a reference is told by
 * the place of that reference already. History keeps all of them, since a rollback undoes it.
 * @param explicit how many of each list, from its beginning, are explicit
 */
export function explicitDependencyChanges(
  before: readonly ResourceRef[],
  after: readonly ResourceRef[],
  explicit: { before: number; after: number },
): Change[] {
  const told = (refs: readonly ResourceRef[], count: number, others: readonly ResourceRef[]) => {
    const stays = new Set(others.map(resourceKey));
    return refs.filter((ref, index) => index < count || stays.has(resourceKey(ref)));
  };
  return dependencyChanges(told(before, explicit.before, after), told(after, explicit.after, before));
}
