import { z } from "zod";
import { roleSchema } from "./role-schema.ts";
import { timestampSchema } from "./timestamp.ts";
import { uuidSchema } from "./uuid.ts";

/** A member of an organization, as other members see them. */
export const memberSchema = z.object({
  user_id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: roleSchema,
  joined_at: timestampSchema,
  last_seen_at: timestampSchema.nullable().describe("In this organization"),
});
export type Member = z.infer<typeof memberSchema>;

export const changeRoleInputSchema = z.object({ userId: uuidSchema, role: roleSchema });
export type ChangeRoleInput = z.infer<typeof changeRoleInputSchema>;

/** The member that an action concerns. */
export const memberIdSchema = z.object({ userId: uuidSchema });
