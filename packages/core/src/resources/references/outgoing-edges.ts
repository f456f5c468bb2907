import { resourceKey } from "@pragma/contract";
import type { OutgoingEdges, ResourceRow } from "@pragma/db/queries";
import { readRefs } from "./refs.ts";

/** The columns that a resource's edges follow from; none of them, none of these. */
export type EdgeColumns = Partial<Pick<ResourceRow, "dependencies" | "owner_references" | "running_dependencies">>;

/** The edges from a resource, each kind sorted. What it runs with has one of its own only where it is not wanted. */
export function outgoingEdges(row: EdgeColumns): OutgoingEdges {
  const dependencies = readRefs(row.dependencies).map(resourceKey).sort();
  const wanted = new Set(dependencies);
  return {
    dependencies,
    owners: readRefs(row.owner_references).map(resourceKey).sort(),
    running: (row.running_dependencies ?? []).filter((key) => !wanted.has(key)).sort(),
  };
}
