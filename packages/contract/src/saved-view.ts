import { z } from "zod";
import { uuidSchema } from "./uuid.ts";
import { MAX_VIEW_NAME } from "./view-limits.ts";

export * from "./view-limits.ts";

/** A view of the list of resources, as the dashboard saves it. */
export interface SavedView {
  id: string;
  name: string;
  /** The part of the list's address after `?`: filters, order and layout. */
  query: string;
  /** All members of the organization see it. */
  shared: boolean;
  /** The caller saved it. */
  own: boolean;
  /** Name or email of who did. */
  saved_by: string;
  updated_at: string;
}

export const saveViewInputSchema = z.object({
  id: uuidSchema.optional().describe("The view to change; without it a new one is saved"),
  name: z
    .string()
    .trim()
    .min(1, "Enter a name")
    .max(MAX_VIEW_NAME, `The name of a view has at most ${MAX_VIEW_NAME} characters`),
  query: z.string().max(4096, "The filters of a view have at most 4,096 characters in the address"),
  shared: z.boolean(),
});
export type SaveViewInput = z.infer<typeof saveViewInputSchema>;
