import { isDraft, isInFlight } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { storedHandling } from "../apply/kept-fields.ts";
import { isLeaving } from "../lifecycle/index.ts";

/**
 * Checks that a resource may be sent once more as it is stored.
 * @param options.joins what waits is joined: it is sent anyway
 * @throws DomainError conflict that names what keeps it
 */
export function checkReapplicable(
  row: Pick<ResourceRow, "id" | "lifecycle_state" | "deleting_since" | "paused" | "handling">,
  { joins = false }: { joins?: boolean } = {},
): void {
  const is = whatKeeps(row, joins);
  if (is === null) return;
  throw new DomainError("conflict", `${row.id} is ${is}: only what is ready or failed is applied again`, {
    resource_id: row.id,
    current_state: row.lifecycle_state,
  });
}

function whatKeeps(row: Parameters<typeof checkReapplicable>[0], joins: boolean): string | null {
  const { lifecycle_state: state } = row;
  if (isLeaving(row)) return "being deleted";
  if (row.paused) return "paused";
  if (storedHandling(row)?.mode === "observe") return "only observed";
  if (isDraft(state)) return "a draft";
  return isInFlight(state) && !joins ? state : null;
}
