import type { Tenant } from "@pragma/db";
import { findStandings, type OutgoingEdges, type ResourceRow, type Standing } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { isBeingDeleted } from "../lifecycle/index.ts";

/**
 * A resource whose failed deletion is withdrawn must not stay while the rest of that deletion goes on around it:
 * neither its dependencies nor the last of its owners may still be going. Dependencies dropped in the same change may.
 *
 * Locks nothing: a deletion that begins meanwhile includes the resource, and changes the version that guards the write.
 *
 * @throws DomainError deletion_in_progress
 */
export async function checkWithdrawal(
  tenant: Tenant,
  existing: ResourceRow,
  { before, after }: { before: OutgoingEdges; after: OutgoingEdges },
): Promise<void> {
  const kept = after.dependencies.filter((key) => before.dependencies.includes(key));
  const rows = await findStandings(tenant, [...kept, ...after.owners]);
  const pick = (keys: readonly string[]): Standing[] => rows.filter((row) => keys.includes(row.key));

  const going = pick(kept).filter(isBeingDeleted);
  if (going.length > 0) {
    throw refusal(existing, `depends on ${list(going)}`, {
      not_ready_dependencies: going.map(({ id, lifecycle_state: state }) => ({ id, state })),
    });
  }
  const owners = pick(after.owners);
  if (owners.length > 0 && owners.every(isBeingDeleted)) throw refusal(existing, `belongs to ${list(owners)}`, {});
}

function refusal({ id, lifecycle_state }: ResourceRow, relation: string, facts: DomainError["facts"]): DomainError {
  return new DomainError("deletion_in_progress", `${id} ${relation}, whose deletion waits for it: cancel that first`, {
    resource_id: id,
    current_state: lifecycle_state,
    ...facts,
  });
}

function list(rows: readonly Standing[]): string {
  return rows.map(({ id }) => id).join(", ");
}
