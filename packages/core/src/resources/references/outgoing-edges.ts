import { resourceKey } from "@pragma/contract";
import type { OutgoingEdges, ResourceRow } from "@pragma/db/queries";
import { readRefs } from "./refs.ts";

/** The columns that define a resource's edges. An absent column stands for no edges. */
export type EdgeColumns = Partial<Pick<ResourceRow, "dependencies" | "owner_references" | "running_dependencies">>;

/** The edges from a resource, each kind sorted. A running dependency has its own edge only if no longer wanted. */
export function outgoingEdges(row: EdgeColumns): OutgoingEdges {
  const dependencies = readRefs(row.dependencies).map(resourceKey).sort();
  const wanted = new Set(dependencies);
  return {
    dependencies,
    owners: readRefs(row.owner_references).map(resourceKey).sort(),
    running: (row.running_dependencies ?? []).filter((key) => !wanted.has(key)).sort(),
  };
}
