import { z } from "zod";

/** Types of requests to a provider. */
const EVENT_TYPES = ["CREATE", "UPDATE", "DELETE"] as const;
export const eventTypeSchema = z.enum(EVENT_TYPES);
export type EventType = z.infer<typeof eventTypeSchema>;
