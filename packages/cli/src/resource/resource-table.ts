import type { Resource } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { table } from "../output/table.ts";
import { friendlyId } from "./friendly-id.ts";

/** Resources, a line each. */
export function resourceTable(resources: readonly Resource[], style: Style): string {
  return table(
    ["RESOURCE", "STATE", "UPDATED", "TAGS", "ERROR"],
    resources.map((resource) => [
      friendlyId(resource),
      stateCell(resource.lifecycle_state),
      resource.updated_at,
      resource.tags?.join(","),
      resource.error,
    ]),
    style,
    "No resources found.",
  );
}
