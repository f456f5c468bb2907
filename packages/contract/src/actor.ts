import { z } from "zod";

/** Actor of an operation: a person, one of their tokens, a resource acting through its provider, or the system itself. */
export const actorSchema = z
  .object({
    type: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    user: z
      .object({ id: z.string(), name: z.string() })
      .optional()
      .describe("Of a token: the person whose token it is"),
  })
  .meta({ id: "Actor", description: "Who did it" });
export type Actor = z.infer<typeof actorSchema>;
