import { isDescending, type SortField, STATES_BY_URGENCY, type StateChange, sortField } from "@pragma/contract";
import type { ListFilters } from "./filters.ts";
import type { ListPage, ListRow } from "./list-types.ts";

type Cursor = NonNullable<ListPage["nextCursor"]>;
type Place = Pick<Cursor, "name" | "provider" | "resource">;

/** Whether a change belongs before the last loaded row, so that scrolling further does not bring it. */
export function isAbove(change: StateChange, last: Cursor, { sort }: Pick<ListFilters, "sort">): boolean {
  const field = sortField(sort);
  const isDown = isDescending(sort);
  // The stream does not say when it was created: what is new has its first generation.
  if (field === "created") return isDown && change.generation === 1;
  if (field === "updated") return isDown;
  if (field === "state") {
    const order = compare(urgencyOf(change.lifecycle_state), urgencyOf(last.value)) * (isDown ? -1 : 1);
    // Within a state they are by name, whatever comes first.
    return (order || compareNames(change, last)) <= 0;
  }
  const order = field === "type" ? compareTypes(change, last) : compareNames(change, last);
  return isDown ? order >= 0 : order <= 0;
}

/** Whether a row has another place in the list after a change, or belongs to another group. */
export function isMoved(
  row: ListRow,
  change: Pick<StateChange, "lifecycle_state" | "updated_at">,
  { sort, group }: Pick<ListFilters, "sort" | "group">,
): boolean {
  if (group === "state" && row.lifecycle_state !== change.lifecycle_state) return true;
  const moved: Partial<Record<SortField, boolean>> = {
    state: row.lifecycle_state !== change.lifecycle_state,
    updated: row.updated_at !== change.updated_at,
  };
  return moved[sortField(sort)] ?? false;
}

function urgencyOf(state: string | null | undefined): number {
  return (STATES_BY_URGENCY as readonly (string | null | undefined)[]).indexOf(state);
}

// All three are ASCII, so that code units compare as bytes do.
function compareNames(a: Place, b: Place): number {
  return compare(a.name, b.name) || compare(a.provider, b.provider) || compare(a.resource, b.resource);
}

function compareTypes(a: Place, b: Place): number {
  return compare(a.provider, b.provider) || compare(a.resource, b.resource) || compare(a.name, b.name);
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
