import { resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { readRefs } from "../resources/references/refs.ts";

/** Whether a resource belongs to an owner, and was last applied by that owner's handlers. */
export function isAppliedBy(row: ResourceRow, ownerKey: string): boolean {
  const { via } = JSON.parse(row.applied_by) as { via?: string };
  return via === ownerKey && readRefs(row.owner_references).some((ref) => resourceKey(ref) === ownerKey);
}
