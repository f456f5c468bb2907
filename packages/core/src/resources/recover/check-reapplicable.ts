import { isDraft, isInFlight } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { isObserved } from "../apply/kept-fields.ts";
import { isLeaving } from "../lifecycle/index.ts";

/** How a resource is sent once more. */
interface Reapplying {
  /** What waits is joined: it is sent anyway. */
  joins?: boolean;
  /** That decides its drift; what is only observed is looked at again. */
  decidesDrift?: boolean;
}

/**
 * Checks that a resource may be sent once more as it is stored.
 * @throws DomainError conflict that names what keeps it
 */
export function checkReapplicable(
  row: Pick<ResourceRow, "id" | "lifecycle_state" | "deleting_since" | "paused" | "handling">,
  how: Reapplying = {},
): void {
  const is = whatKeeps(row, how);
  if (is === null) return;
  const allowed = how.decidesDrift
    ? "only of what is ready or failed can drift be decided"
    : "only what is ready or failed is applied again";
  throw new DomainError("conflict", `${row.id} is ${is}: ${allowed}`, {
    resource_id: row.id,
    current_state: row.lifecycle_state,
  });
}

function whatKeeps(
  row: Parameters<typeof checkReapplicable>[0],
  { joins = false, decidesDrift = false }: Reapplying,
): string | null {
  const { lifecycle_state: state } = row;
  if (isLeaving(row)) return "being deleted";
  if (row.paused) return "paused";
  if (!decidesDrift && isObserved(row)) return "only observed";
  if (isDraft(state)) return "a draft";
  return isInFlight(state) && !joins ? state : null;
}
