import type { AuditEntry } from "@pragma/contract";

/** What one request did, as a change does that applies hundreds of resources. */
export interface AuditGroup {
  /** Of its newest entry. */
  id: string;
  /** Newest first, as they are read. */
  entries: [AuditEntry, ...AuditEntry[]];
}

/** Groups entries that follow each other, of the same request by the same actor. */
export function auditGroups(entries: readonly AuditEntry[]): AuditGroup[] {
  const groups: AuditGroup[] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    if (group && ofOneRequest(group.entries[0], entry)) group.entries.push(entry);
    else groups.push({ id: entry.id, entries: [entry] });
  }
  return groups;
}

function ofOneRequest(one: AuditEntry, other: AuditEntry): boolean {
  return one.correlation_id === other.correlation_id && one.actor.id === other.actor.id;
}

/** How often each action occurs, in the order of first occurrence: `change.apply, resource.apply × 499`. */
export function actionsOf({ entries }: AuditGroup): string {
  const counts = new Map<string, number>();
  // The request's own entry is its oldest.
  for (const { action } of entries.toReversed()) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => (count === 1 ? action : `${action} × ${count}`)).join(", ");
}

/** The outcome that concerns a reader most. */
export function outcomeOf({ entries }: AuditGroup): AuditEntry["outcome"] {
  const outcomes = new Set(entries.map(({ outcome }) => outcome));
  return (["failure", "denied"] as const).find((outcome) => outcomes.has(outcome)) ?? entries[0].outcome;
}

/** One of the entries: of a resource rather than of the change that it is part of. */
export function exampleOf({ entries }: AuditGroup): AuditEntry {
  return entries.find((entry) => !isOfChange(entry)) ?? entries[0];
}

/** The change that the request applied or planned, if it did. */
export function changeOf({ entries }: AuditGroup): AuditEntry | undefined {
  return entries.find(isOfChange);
}

function isOfChange({ action }: AuditEntry): boolean {
  return action.startsWith("change.");
}
