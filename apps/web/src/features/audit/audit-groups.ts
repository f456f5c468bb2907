import type { AuditEntry } from "@pragma/contract";

/** The entries of one request, such as a change that applies hundreds of resources. */
export interface AuditGroup {
  /** Id of its oldest entry: newer ones come while somebody reads, and a group that was opened stays open. */
  id: string;
  /** Newest first, as they are read. */
  entries: [AuditEntry, ...AuditEntry[]];
}

/** Groups entries that follow each other, of the same request by the same actor. */
export function auditGroups(entries: readonly AuditEntry[]): AuditGroup[] {
  const groups: AuditGroup[] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    if (group && ofOneRequest(group.entries[0], entry)) {
      group.entries.push(entry);
      group.id = entry.id;
    } else groups.push({ id: entry.id, entries: [entry] });
  }
  return groups;
}

function ofOneRequest(one: AuditEntry, other: AuditEntry): boolean {
  return one.correlation_id === other.correlation_id && one.actor.id === other.actor.id;
}

/** The outcome that concerns a reader most. */
export function outcomeOf({ entries }: AuditGroup): AuditEntry["outcome"] {
  const outcomes = new Set(entries.map(({ outcome }) => outcome));
  return (["failure", "denied"] as const).find((outcome) => outcomes.has(outcome)) ?? entries[0].outcome;
}

/** The entry that tells what was asked for: of the change that the request applied or planned, or else its first. */
export function askedFor({ entries }: AuditGroup): AuditEntry {
  // Newest first: what a request does first is the last.
  return entries.find(({ action }) => action.startsWith("change.")) ?? (entries.at(-1) as AuditEntry);
}
