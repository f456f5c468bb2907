import { z } from "zod";

/** Who a token is. */
export const identitySchema = z
  .object({ user_id: z.string(), email: z.string(), organization_id: z.string(), organization_name: z.string() })
  .meta({ id: "Identity" });
export type Identity = z.infer<typeof identitySchema>;
