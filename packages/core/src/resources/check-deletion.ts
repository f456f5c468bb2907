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
export function checkDeletion(set: DeletionSet, target: DeletionTarget): void {
  const [obstacle] = deletionObstacles(set, target);
  if (obstacle) throw obstacle;
}

/** All that stands in the way of a deletion; the first is what it is refused with. */
export function deletionObstacles({ members, outsiders }: DeletionSet, target: DeletionTarget): DomainError[] {
  const obstacles: DomainError[] = [];
  const about = target.resource ? { resource_id: target.resource.id } : {};
  const rows = [...members.values()];
  const guarded = rows.filter((row) => row.deletion_protected);
  if (guarded.length > 0) {
    const message = `${list(guarded)} ${guarded.length === 1 ? "is" : "are"} protected from deletion`;
    obstacles.push(
      new DomainError("deletion_protected", message, { ...about, protected: guarded.map((row) => row.id) }),
    );
  }
  const needed = target.detach === true ? [] : outsiders;
  if (needed.length > 0) {
    const message = `${target.of} cannot go: ${list(needed)} ${needed.length === 1 ? "depends" : "depend"} on it`;
    obstacles.push(new DomainError("has_dependents", message, { ...about, dependents: needed.map((row) => row.id) }));
  }
  const busy = rows.find(
    (row) => isProcessing(row.lifecycle_state) && !(row.deleting_since !== null && row.key !== target.resource?.key),
  );
  if (busy) {
    const message = `${busy.id} is processing: wait until it is settled, or cancel it`;
    obstacles.push(
      new DomainError("not_deletable", message, { resource_id: busy.id, current_state: busy.lifecycle_state }),
    );
  }
  return obstacles;
}

function list(rows: readonly ResourceRow[]): string {
  const shown = rows.slice(0, 10).map((row) => row.id);
  return rows.length > 10 ? `${shown.join(", ")} and ${rows.length - 10} more` : shown.join(", ");
}
