import { resourceKey } from "@pragma/language";
import type { Resource } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { type CellValue, table } from "../output/table.ts";

/** The column of each field; null where another has it, or it is not told. One that is missing here does not compile. */
const COLUMNS: Record<keyof Resource, readonly [title: string, cell: (resource: Resource) => CellValue] | null> = {
  name: ["RESOURCE", resourceKey],
  provider: null,
  resource: null,
  id: null,
  lifecycle_state: ["STATE", ({ lifecycle_state }) => stateCell(lifecycle_state)],
  updated_at: ["UPDATED", ({ updated_at }) => updated_at],
  created_at: null,
  tags: ["TAGS", ({ tags }) => tags?.join(",")],
  set: null,
  error: ["ERROR", ({ error }) => error],
  error_kind: null,
  connection: null,
  config: null,
  resolved_config: null,
  outputs: null,
  conditions: null,
  dependencies: null,
  owner_references: null,
  deletion_protected: null,
  handling: null,
  generation: null,
  observed_generation: null,
  pending_event_id: null,
  provisioned: null,
  drift: null,
  identity: null,
  change_id: null,
};

/** Resources, a line each. */
export function resourceTable(resources: readonly Resource[], style: Style): string {
  const columns = Object.values(COLUMNS).filter((column) => column !== null);
  return table(
    columns.map(([title]) => title),
    resources.map((resource) => columns.map(([, cell]) => cell(resource))),
    style,
    "No resources found.",
  );
}
