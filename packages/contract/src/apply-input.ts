import { z } from "zod";
import { parseKey, type ResourceRef } from "./names.ts";
import { givenShape } from "./resource-fields.ts";

/**
 * Input of a client that creates or changes one resource.
 *
 * Ignores system fields and unknown keys, so that a client can send back what it read, even from a newer server.
 * `config` is replaced as a whole. Omitted `tags`, `owner_references` and `deletion_protected` keep their value; null
 * or `[]` clears.
 */
export const applyInputSchema = z.object(givenShape).meta({
  id: "ApplyInput",
  examples: [
    {
      provider: "pragma",
      resource: "config",
      name: "hello",
      config: { data: { greeting: "Hello" } },
      lifecycle_state: "pending",
      tags: ["example"],
    },
  ],
});
export type ApplyInput = z.infer<typeof applyInputSchema>;

/** The friendly ids of `depends_on` as identities, in order. */
export function dependsOnRefs(input: ApplyInput): ResourceRef[] {
  return (input.depends_on ?? []).map(parseKey).filter((ref) => ref !== null);
}
