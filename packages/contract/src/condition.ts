import { z } from "zod";
import { timestampSchema } from "./timestamp.ts";

const CONDITION_TYPES = ["Ready", "DependenciesReady", "Deleting", "Stale", "Paused", "InSync", "Replacing"] as const;

/** One aspect of a resource's status. `DependenciesReady` names each blocking dependency, and its state. */
export const conditionSchema = z
  .object({
    type: z.enum(CONDITION_TYPES),
    status: z.enum(["True", "False", "Unknown"]),
    reason: z.string(),
    message: z.string(),
    last_transition_time: timestampSchema,
  })
  .meta({ id: "Condition" });
export type Condition = z.infer<typeof conditionSchema>;
