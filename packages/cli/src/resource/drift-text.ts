import { MASK, resourceKey } from "@pragma/language";
import type { Resource, ResourceDrift } from "@pragma/sdk";
import { inlineValue } from "../change/show/value-lines.ts";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { fields, table } from "../output/table.ts";

/** Resources with what was found of them, a line each. */
export function driftTable(resources: readonly Resource[], style: Style): string {
  return table(
    ["RESOURCE", "DRIFT", "STATE", "UPDATED"],
    resources.map((resource) => [
      resourceKey(resource),
      stateCell(resource.drift),
      stateCell(resource.lifecycle_state),
      resource.updated_at,
    ]),
    style,
    "Nothing was found to differ.",
  );
}

/** What a check found, and when; what differs stands beside what is declared. */
export function driftText({ status, checked_at, due_at, error, changes }: ResourceDrift, style: Style): string {
  const head = fields(
    [
      ["Drift", stateCell(status)],
      ["Checked", checked_at],
      ["Next check", due_at],
      ["Error", error],
    ],
    style,
  );
  if (changes.length === 0) return head;
  const rows = changes.map(({ path, declared, found }) => [path, sideOf(declared), sideOf(found)]);
  return `${head}\n\n${table(["PATH", "DECLARED", "FOUND"], rows, style, "")}`;
}

function sideOf(value: unknown): string | null {
  if (value === null) return null;
  return value === MASK ? "(secret)" : inlineValue(value);
}
