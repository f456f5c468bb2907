import { z } from "zod";
import { jsonObjectSchema } from "./json-object.ts";

const HEALTH_STATUSES = ["healthy", "unhealthy", "degraded"] as const;

/** Health that a provider reports about the object itself. */
export const resourceHealthSchema = z
  .object({
    status: z.enum(HEALTH_STATUSES),
    message: z.string().nullable(),
    details: jsonObjectSchema.nullable(),
  })
  .meta({ id: "ResourceHealth" });
export type ResourceHealth = z.infer<typeof resourceHealthSchema>;
