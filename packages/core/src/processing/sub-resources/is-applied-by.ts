import type { ResourceRow } from "@pragma/db/queries";
import { isOwnedBy } from "../../resources/references/refs.ts";

/** Whether a resource belongs to an owner, and was last applied by that owner's handlers. */
export function isAppliedBy(row: ResourceRow, ownerKey: string): boolean {
  const { via } = JSON.parse(row.applied_by) as { via?: string };
  return via === ownerKey && isOwnedBy(row, ownerKey);
}
