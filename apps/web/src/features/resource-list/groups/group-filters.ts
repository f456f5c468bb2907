import { LIFECYCLE_STATES, type ListGrouping } from "@pragma/contract";
import { filterOf, type ListFilters, type RowFilters } from "../filters.ts";
import { typeOf } from "../type-choices.ts";
import { GROUPING_WORDS } from "./group-types.ts";

/** The query for the groups of the list. */
export function groupsInput(filters: ListFilters, by: ListGrouping) {
  return { ...filterOf(filters), by };
}

/** Filters that find the members of a group in the list: its own, and that of the group. */
export function groupFilters(filters: ListFilters, by: ListGrouping, name: string): RowFilters {
  if (by === "type") {
    const { provider, resource } = typeOf(name);
    return { ...filters, provider, type: resource };
  }
  if (by === "state") return { ...filters, state: LIFECYCLE_STATES.find((state) => state === name) ?? null };
  if (by === "set") return name === "" ? { ...filters, lacking: "set" } : { ...filters, set: name };
  return name === "" ? { ...filters, lacking: "tags" } : { ...filters, tags: [...filters.tags, name] };
}

/** The name of a group in words. */
export function groupLabel(name: string, by: ListGrouping): string {
  return name === "" ? `No ${GROUPING_WORDS[by].toLowerCase()}` : name;
}
