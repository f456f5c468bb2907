import {
  type DriftStatus,
  isDraft,
  isRetryable,
  type LifecycleState,
  type ResourceFacets,
  type ResourceFilter,
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
  drifted: BulkTarget;
  missing: BulkTarget;
}

/** Targets of rows selected one by one. */
export function targetsOfRows(rows: readonly ListRow[]): BulkTargets {
  const those = (predicate: (row: ListRow) => boolean): BulkTarget => {
    const resources = rows.flatMap((row) => (predicate(row) ? [row.key] : []));
    return { selection: { resources }, count: resources.length };
  };
  return {
    all: those(() => true),
    failed: those(({ lifecycle_state: state }) => isRetryable(state)),
    drafts: those(({ lifecycle_state: state }) => isDraft(state)),
    drifted: those(({ drift }) => drift === "drifted"),
    missing: those(({ drift }) => drift === "missing"),
  };
}

/** Targets of all that match the list's filters. */
export function targetsOfFilters(filters: ListFilters, facets: ResourceFacets): BulkTargets {
  const filter = filterOf(filters);
  /** The filtered facet's counts are those of other choices. */
  const those = (
    narrowed: ResourceFilter,
    counts: Record<string, number>,
    chosen: string | undefined,
    one: string,
  ): BulkTarget => {
    const counted = chosen === one ? facets.total : 0;
    return { selection: { filter: narrowed }, count: chosen === undefined ? (counts[one] ?? 0) : counted };
  };
  const inState = (state: LifecycleState): BulkTarget =>
    those({ ...filter, lifecycle_state: state }, facets.by_state, filter.lifecycle_state, state);
  const found = (drift: DriftStatus): BulkTarget => those({ ...filter, drift }, facets.by_drift, filter.drift, drift);
  return {
    all: { selection: { filter }, count: facets.total },
    failed: inState("failed"),
    drafts: inState("draft"),
    drifted: found("drifted"),
    missing: found("missing"),
  };
}
