import { resourceKey } from "@pragma/language";
import type { Resource } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { table } from "../output/table.ts";

/** Resources, a line each. */
export function resourceTable(resources: readonly Resource[], style: Style): string {
  return table(
    ["RESOURCE", "STATE", "UPDATED", "TAGS", "ERROR"],
    resources.map((resource) => [
      resourceKey(resource),
      stateCell(resource.lifecycle_state),
      resource.updated_at,
      resource.tags?.join(","),
      resource.error,
    ]),
    style,
    "No resources found.",
  );
}
