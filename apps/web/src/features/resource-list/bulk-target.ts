import {
  isDraft,
  isRetryable,
  type LifecycleState,
  type ResourceFacets,
  type ResourceSelection,
} from "@pragma/contract";
import { filterOf, type ListFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";

/** What a bulk action is done with: some rows, or all resources that match the filters, which only the server knows. */
export interface BulkTarget {
  selection: ResourceSelection;
  /** Of all that match, as far as was counted last. */
  count: number;
}

/** The targets of the actions on what is selected. */
export interface BulkTargets {
  all: BulkTarget;
  failed: BulkTarget;
  drafts: BulkTarget;
}

/** Of rows that were selected one by one. */
export function targetsOfRows(rows: readonly ListRow[]): BulkTargets {
  const those = (predicate: (state: LifecycleState) => boolean): BulkTarget => {
    const resources = rows.flatMap(({ key, lifecycle_state: state }) => (predicate(state) ? [key] : []));
    return { selection: { resources }, count: resources.length };
  };
  return { all: those(() => true), failed: those(isRetryable), drafts: those(isDraft) };
}

/** Of all that match the filters of the list. */
export function targetsOfFilters(filters: ListFilters, facets: ResourceFacets): BulkTargets {
  const filter = filterOf(filters);
  const chosen = filter.lifecycle_state;
  // Of the facet that is filtered by, the counts are those of other choices.
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
