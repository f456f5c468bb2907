import { z } from "zod";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";
import { MAX_SET_LENGTH, SET_NAME_PATTERN } from "./set-name.ts";
import { timestampSchema } from "./timestamp.ts";

export * from "./set-name.ts";

const SET_NAME_RULE = "must be 1 to 63 of a-z, 0-9 and -, not starting with -";

/** The name of a set, an inventory of resources: contract section 9. */
export const setNameSchema = z
  .string()
  .max(MAX_SET_LENGTH, { abort: true, error: SET_NAME_RULE })
  .regex(SET_NAME_PATTERN, SET_NAME_RULE)
  .describe("Name of a set");

/** A set as shown in lists. */
export const resourceSetSchema = z
  .object({
    name: z.string(),
    resources: z.int().describe("How many resources it has"),
    by_state: z.partialRecord(lifecycleStateSchema, z.int()).describe("How many are in each state"),
    last_change: z.string().nullable().describe("Id of the last change that was applied to it"),
    updated_at: timestampSchema,
  })
  .meta({ id: "ResourceSet" });
export type ResourceSet = z.infer<typeof resourceSetSchema>;

export const resourceSetDetailsSchema = resourceSetSchema
  .extend({ ids: z.array(z.string()).describe("The ids of its resources") })
  .meta({ id: "ResourceSetDetails" });
export type ResourceSetDetails = z.infer<typeof resourceSetDetailsSchema>;
