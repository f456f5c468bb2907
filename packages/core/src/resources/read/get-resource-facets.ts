import { MAX_FACET_TAGS, MAX_FACET_VALUES, type ResourceFacets, type ResourceFilter } from "@pragma/contract";
import { countFacets, type FacetRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

export const FACET_BOUNDS = { types: MAX_FACET_VALUES, tags: MAX_FACET_TAGS, sets: MAX_FACET_VALUES };

/**
 * How many of the resources that a filter selects have which type, state, drift, tag and set: the 50 most frequent tags, and
 * the 1,000 most frequent types and sets. Counting reads all that are selected: without a filter the numbers are
 * therefore shared ({@link SharedAnswers}), and may be a few seconds old in a large organization.
 */
export function getResourceFacets(
  core: Core,
  { organizationId }: RequestContext,
  filter: ResourceFilter,
): Promise<ResourceFacets> {
  const count = async () =>
    presentFacets(
      await core.reading(organizationId, (reader) =>
        countFacets(reader.db.tenant(organizationId), filter, FACET_BOUNDS),
      ),
    );
  return Object.keys(filter).length === 0 ? core.services.facets.get(organizationId, count) : count();
}

/** Facets that were not counted are empty, and without that of the states there is no total. */
export function presentFacets(rows: readonly FacetRow[]): ResourceFacets {
  const counts = (facet: FacetRow["facet"]) =>
    Object.fromEntries(rows.filter((row) => row.facet === facet).map(({ value, count }) => [value, count]));
  const by_state = counts("state");
  const total = Object.values(by_state).reduce((sum, count) => sum + count, 0);
  return {
    by_type: counts("type"),
    by_state,
    by_drift: counts("drift"),
    by_tag: counts("tag"),
    by_set: counts("set"),
    total,
  };
}
