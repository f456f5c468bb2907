import { MAX_LIST_CURSOR, MAX_LISTED } from "@pragma/language";
import { z } from "zod";
import { jsonObjectSchema } from "./json-object.ts";
import { resourceTypeNameSchema } from "./names.ts";
import { givenConnection, thingIdentitySchema } from "./resource-fields.ts";

/** How many requests of the rate limit asking a provider what exists costs. */
export const DISCOVER_REQUESTS = 5;

/** Which existing things are looked for: contract section 10. */
export const discoverInputSchema = z
  .strictObject({
    type: resourceTypeNameSchema,
    connection: givenConnection
      .nullish()
      .describe(
        "The connection to look through, by name or as a reference; null for none. Left out: `default`, if that exists",
      ),
    config: jsonObjectSchema
      .optional()
      .describe(
        "What is known of a config, such as the database that schemas are looked for in. References are not resolved",
      ),
    identity: thingIdentitySchema
      .optional()
      .describe("Only the thing of this identity, with all that its provider tells of its config"),
    limit: z.int().min(1).max(MAX_LISTED).optional().describe(`How many at most: ${MAX_LISTED} if left out`),
    cursor: z.string().min(1).max(MAX_LIST_CURSOR).nullish().describe("That of the part before"),
  })
  .meta({ id: "DiscoverInput", examples: [{ type: "database", connection: "default", limit: 20 }] });
export type DiscoverInput = z.infer<typeof discoverInputSchema>;

/** An existing thing that could be taken over. */
const candidateSchema = z
  .object({
    identity: z.string().describe("What `adopt` takes"),
    name: z.string().nullable().describe("What a resource of it might be called"),
    tags: z.array(z.string()),
    managed_by: z.string().nullable().describe("Id of the resource that is it, or is to take it over"),
    config: jsonObjectSchema.optional().describe("What declares it as it is, as far as the provider tells"),
  })
  .meta({ id: "Candidate" });

/** A part of what exists. */
export const discoveredSchema = z
  .object({
    items: z.array(candidateSchema),
    cursor: z.string().nullable().describe("For the next part; null after the last"),
    warnings: z.array(z.string()).describe("Why there may be more than is told"),
  })
  .meta({
    id: "Discovered",
    examples: [
      {
        items: [
          { identity: "shop", name: "shop", tags: [], managed_by: null, config: { name: "shop", owner: "shop_owner" } },
        ],
        cursor: null,
        warnings: [],
      },
    ],
  });
export type Discovered = z.infer<typeof discoveredSchema>;
