import {
  isDraft,
  isRetryable,
  type LifecycleState,
  type ResourceFacets,
  type ResourceSelection,
} from "@pragma/contract";
import { filterOf, type ListFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";

/** The resources of a bulk action: some rows, or all that match the filters, which only the server knows. */
export interface BulkTarget {
  selection: ResourceSelection;
  /** Number of all that match, as last counted. */
  count: number;
}

/** The targets of the actions on what is selected. */
export interface BulkTargets {
  all: BulkTarget;
  failed: BulkTarget;
  drafts: BulkTarget;
}

/** Targets of rows selected one by one. */
export function targetsOfRows(rows: readonly ListRow[]): BulkTargets {
  const those = (predicate: (state: LifecycleState) => boolean): BulkTarget => {
    const resources = rows.flatMap(({ key, lifecycle_state: state }) => (predicate(state) ? [key] : []));
    return { selection: { resources }, count: resources.length };
  };
  return { all: those(() => true), failed: those(isRetryable), drafts: those(isDraft) };
}

/** Targets of all that match the list's filters. */
export function targetsOfFilters(filters: ListFilters, facets: ResourceFacets): BulkTargets {
  const filter = filterOf(filters);
  const chosen = filter.lifecycle_state;
  // The filtered facet's counts are those of other choices.
  const countIn = (state: LifecycleState): number => {
    if (chosen === undefined) return facets.by_state[state] ?? 0;
    return chosen === state ? facets.total : 0;
  };
  const those = (state: LifecycleState): BulkTarget => ({
    selection: { filter: { ...filter, lifecycle_state: state } },
    count: countIn(state),
  });
  return { all: { selection: { filter }, count: facets.total }, failed: those("failed"), drafts: those("draft") };
}
