import type { Tenant } from "@pragma/db";
import { DomainError } from "../../foundation/common/errors.ts";
import { findHeldUp, HOLD_UPS } from "../../resources/delete/check-deletion.ts";
import { deletionRingError, findDeletionRing, type WrittenEdges } from "../../resources/delete/deletion-ring.ts";
import type { DeletionSet } from "../../resources/delete/deletion-set.ts";

/** A deletion that would wait for ever, and why. */
export interface EndlessWait {
  /** The member that would wait. */
  member: string;
  error: DomainError;
}

/**
 * The deletions of a change that would wait for what never comes: for an update that failed or is staged, or for one
 * that waits for them. Members that are forgotten wait for nothing.
 * @param set its outsiders are detached
 * @param orphans the targets that are forgotten, with all that goes with them
 * @param written edges of documents that are not stored yet
 */
export async function findEndlessWaits(
  tenant: Tenant,
  set: DeletionSet,
  orphans: ReadonlySet<string>,
  written?: WrittenEdges,
): Promise<EndlessWait[]> {
  const targetOf = (member: string): string => set.roots.get(member)?.target ?? member;
  const forgotten = new Set([...set.members.keys()].filter((member) => orphans.has(targetOf(member))));
  const detach = set.outsiders.length > 0;
  const edgesFrom = Map.groupBy(set.edges, ({ from_key }) => from_key);
  const waits: EndlessWait[] = [];
  for (const [reason, rows] of findHeldUp(set, { detach, orphan: false })) {
    for (const { key, id } of rows) {
      const waiting = edgesFrom.get(key)?.find(({ to_key }) => set.members.has(to_key) && !forgotten.has(to_key));
      if (!waiting) continue;
      const message = `${key} still runs with it, since ${HOLD_UPS[reason].one}`;
      waits.push({ member: waiting.to_key, error: new DomainError("has_dependents", message, { dependents: [id] }) });
    }
  }
  const ring = await findDeletionRing(tenant, set, { detach, forgotten, ...(written && { written }) });
  if (ring) {
    const of = set.members.get(targetOf(ring.member))?.id ?? "The deletion";
    waits.push({ member: ring.member, error: deletionRingError(ring, of) });
  }
  return waits;
}
