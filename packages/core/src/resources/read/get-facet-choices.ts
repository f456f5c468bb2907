import type { ResourceFacets, ResourceFilter } from "@pragma/contract";
import { countFacets, type Facet } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { FACET_BOUNDS, presentFacets } from "./get-resource-facets.ts";

/** The filters that choose a value of a facet, of which a resource has one. Tags are missing: it may have several. */
const CHOSEN_BY: readonly { facet: Facet; fields: readonly (keyof ResourceFilter)[] }[] = [
  { facet: "type", fields: ["provider", "resource"] },
  { facet: "state", fields: ["lifecycle_state"] },
  { facet: "set", fields: ["set"] },
];

/**
 * The results of each choice of a filter bar: for each type, state and set, how many resources have it and match all other
 * filters; for each tag, how many match all filters and have it, too. The total is what the filters select. Shared by all who ask
 * ({@link SharedAnswers}), so the numbers may be a few seconds old in a large organization.
 */
export function getFacetChoices(
  core: Core,
  { organizationId }: RequestContext,
  filter: ResourceFilter,
): Promise<ResourceFacets> {
  return core.services.facetChoices.get(`${organizationId} ${JSON.stringify(filter)}`, () =>
    core.reading(organizationId, async (reader) => {
      const tenant = reader.db.tenant(organizationId);
      const chosen = CHOSEN_BY.filter(({ fields }) => fields.some((field) => filter[field] !== undefined));
      const choices = presentFacets(await countFacets(tenant, filter, FACET_BOUNDS));
      for (const { facet, fields } of chosen) {
        const others = presentFacets(await countFacets(tenant, without(filter, fields), FACET_BOUNDS, [facet]));
        const counts = `by_${facet}` as const;
        Object.assign(choices, { [counts]: others[counts] });
      }
      return choices;
    }),
  );
}

function without(filter: ResourceFilter, fields: readonly (keyof ResourceFilter)[]): ResourceFilter {
  return Object.fromEntries(Object.entries(filter).filter(([field]) => !fields.some((one) => one === field)));
}
