import { z } from "zod";
import { driftStatusSchema } from "./drift-schema.ts";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";

/** The most frequent tags that facets name. */
export const MAX_FACET_TAGS = 50;
/** The most frequent types, and sets, that facets name: more than an organization usually has. */
export const MAX_FACET_VALUES = 1000;

const counts = z.record(z.string(), z.int());

/** How many resources have which type, state, drift, tag and set: contract section 9. */
export const resourceFacetsSchema = z
  .object({
    by_type: counts.describe(`By \`provider/resource\`; the ${MAX_FACET_VALUES} most frequent`),
    by_state: z
      .partialRecord(lifecycleStateSchema, z.int())
      .describe("By state; without states that no resource is in"),
    by_drift: z
      .partialRecord(driftStatusSchema, z.int())
      .describe("By what checks found; without what no resource is found to be"),
    by_tag: counts.describe(`By tag; the ${MAX_FACET_TAGS} most frequent`),
    by_set: counts.describe(`By set; the ${MAX_FACET_VALUES} largest`),
    total: z.int().describe("How many resources the filters select"),
  })
  .meta({ id: "ResourceFacets" });
export type ResourceFacets = z.infer<typeof resourceFacetsSchema>;
