import { isProcessing } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../errors.ts";
import type { DeletionSet } from "./deletion-set.ts";

/** What is to go, in the words of errors, and how. */
export interface DeletionTarget {
  /** Its id. */
  of: string;
  /** The resource, where it is one: if it is in hand it cannot go, though it is being deleted. */
  resource?: ResourceRow;
  /** Dependents outside the set are detached. */
  detach?: boolean;
}

/**
 * Nothing in the set may be protected, needed from outside it, or in the hands of a provider.
 * @throws DomainError deletion_protected, has_dependents, not_deletable
 */
export function checkDeletion({ members, outsiders }: DeletionSet, target: DeletionTarget): void {
  const about = target.resource ? { resource_id: target.resource.id } : {};
  const rows = [...members.values()];
  const guarded = rows.filter((row) => row.deletion_protected);
  if (guarded.length > 0) {
    throw new DomainError(
      "deletion_protected",
      `${list(guarded)} ${guarded.length === 1 ? "is" : "are"} protected from deletion`,
      { ...about, protected: guarded.map((row) => row.id) },
    );
  }
  const needed = target.detach === true ? [] : outsiders;
  if (needed.length > 0) {
    throw new DomainError(
      "has_dependents",
      `${target.of} cannot go: ${list(needed)} ${needed.length === 1 ? "depends" : "depend"} on it`,
      {
        ...about,
        dependents: needed.map((row) => row.id),
      },
    );
  }
  const busy = rows.find(
    (row) => isProcessing(row.lifecycle_state) && !(row.deleting_since !== null && row.key !== target.resource?.key),
  );
  if (busy) {
    throw new DomainError("not_deletable", `${busy.id} is processing: wait until it is settled, or cancel it`, {
      resource_id: busy.id,
      current_state: busy.lifecycle_state,
    });
  }
}

function list(rows: readonly ResourceRow[]): string {
  const shown = rows.slice(0, 10).map((row) => row.id);
  return rows.length > 10 ? `${shown.join(", ")} and ${rows.length - 10} more` : shown.join(", ");
}
