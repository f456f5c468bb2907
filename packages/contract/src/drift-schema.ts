import { z } from "zod";
import { DRIFT_CHOICES, DRIFT_STATUSES, MAX_DRIFT_CHANGES } from "./drift.ts";
import { timestampSchema } from "./timestamp.ts";

export const driftStatusSchema = z.enum(DRIFT_STATUSES);
export const driftChoiceSchema = z.enum(DRIFT_CHOICES);

/** How many requests of the rate limit asking a provider what really is costs. */
export const DRIFT_CHECK_REQUESTS = 5;

/** One declared value and what was found in its place, at a path such as `config.size` or `outputs.url`. */
const driftChangeSchema = z
  .object({
    path: z.string(),
    declared: z.unknown().describe("Of outputs: as its provider gave it last"),
    found: z.unknown().describe("null where it is absent"),
  })
  .meta({ id: "DriftChange" });

/** What a check of a resource found: contract section 10. */
export const resourceDriftSchema = z
  .object({
    status: driftStatusSchema,
    checked_at: timestampSchema.nullable().describe("The last check that found out something"),
    due_at: timestampSchema.nullable().describe("The next check; null if it is not checked"),
    error: z.string().nullable().describe("Why the last check found out nothing"),
    changes: z.array(driftChangeSchema).describe(`The first ${MAX_DRIFT_CHANGES}, while it is drifted or missing`),
  })
  .meta({ id: "ResourceDrift" });
export type ResourceDrift = z.infer<typeof resourceDriftSchema>;
