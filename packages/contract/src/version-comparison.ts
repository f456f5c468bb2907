import { z } from "zod";
import { fieldChangeSchema } from "./history-event.ts";

export const versionChangeSchema = fieldChangeSchema
  .extend({
    sensitive: z
      .literal(true)
      .optional()
      .describe("A sensitive value. It was replaced between the two, and may have been changed back"),
  })
  .meta({ id: "VersionChange" });
export type VersionChange = z.infer<typeof versionChangeSchema>;

/** How two generations of a resource differ. */
export const versionComparisonSchema = z
  .object({
    from: z.int(),
    to: z.int(),
    changes: z.array(versionChangeSchema).describe("At paths of `config` and `dependencies`"),
  })
  .meta({ id: "VersionComparison" });
export type VersionComparison = z.infer<typeof versionComparisonSchema>;

/** The largest number that is stored. */
export const MAX_GENERATION = 2_147_483_647;
