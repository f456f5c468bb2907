import { z } from "zod";
import { jsonObjectSchema } from "./json-object.ts";
import { requestableStateSchema } from "./lifecycle.ts";
import {
  parseKey,
  providerNameSchema,
  type ResourceRef,
  resourceNameSchema,
  resourceRefSchema,
  resourceTypeNameSchema,
} from "./names.ts";

/** A longer one could not be indexed. */
export const MAX_TAG_LENGTH = 256;
export const MAX_TAGS = 256;
export const MAX_REFERENCES = 1000;

const dependsOn = z
  .string()
  .refine((key) => parseKey(key) !== null, "must be provider/resource/name")
  .describe("`provider/resource/name`");

/**
 * What a client sends to create or change one resource.
 *
 * System fields and keys this version does not know are ignored, so that a client can send back what it read, also
 * from a newer server. `config` is replaced whole. Omitted `tags`, `owner_references` and `deletion_protected` keep
 * their value; null or `[]` clears.
 */
export const applyInputSchema = z
  .object({
    provider: providerNameSchema,
    resource: resourceTypeNameSchema,
    name: resourceNameSchema,
    config: jsonObjectSchema.describe("Desired settings, replaced whole"),
    dependencies: z.array(resourceRefSchema).max(MAX_REFERENCES).nullish().describe("Explicit dependencies"),
    depends_on: z.array(dependsOn).max(MAX_REFERENCES).nullish().describe("Explicit dependencies as friendly ids"),
    owner_references: z
      .array(resourceRefSchema)
      .max(MAX_REFERENCES)
      .nullish()
      .describe("Its owners: it goes when the last of them goes"),
    lifecycle_state: requestableStateSchema.optional(),
    deletion_protected: z.boolean().nullish().describe("Refuse to delete it"),
    tags: z.array(z.string().min(1).max(MAX_TAG_LENGTH)).max(MAX_TAGS).nullish().describe("Words to find it by"),
  })
  .meta({
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
