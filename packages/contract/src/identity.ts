import { z } from "zod";

/** The identity behind a token. */
export const identitySchema = z
  .object({ user_id: z.string(), email: z.string(), organization_id: z.string(), organization_name: z.string() })
  .meta({
    id: "Identity",
    examples: [
      {
        user_id: "01a2108f-fa6c-7584-b270-0322e6bb0fa4",
        email: "ada@example.com",
        organization_id: "01a2108f-f9d1-7a0e-9c4e-2f6f0d7f7b11",
        organization_name: "Corner Shop",
      },
    ],
  });
export type Identity = z.infer<typeof identitySchema>;
