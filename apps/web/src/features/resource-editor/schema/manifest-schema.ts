import type { JsonObject } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { METADATA_SCHEMAS } from "./metadata-schemas.ts";

/** The type whose config a manifest holds. */
export interface TypeSchema {
  provider: string;
  resource: string;
  schema: JsonObject;
}

/**
 * The schema of a whole manifest, for completion and hover in the text. References of a type's own schema lead to its
 * own root, so the config is a document of its own: see `schemaDocument`.
 */
export function manifestSchema(types: readonly TypeSchema[], provider: string): JsonObject {
  const providers = [...new Set(types.map((type) => type.provider))];
  const resources = types
    .filter((type) => provider === "" || type.provider === provider)
    .map(({ resource }) => resource);
  return {
    type: "object",
    properties: {
      provider: { type: "string", enum: providers, description: "Its provider, such as postgres" },
      resource: { type: "string", enum: [...new Set(resources)], description: "The type within the provider" },
      name: { type: "string", description: "Unique within provider and type" },
      ...METADATA_SCHEMAS,
      config: { type: "object", description: "Desired settings, as the type defines them" },
    },
    required: ["provider", "resource", "name", "config"],
    additionalProperties: false,
  };
}

/** Which document speaks of a path of a manifest, and where in it. */
export function schemaDocument(
  path: readonly (string | number)[],
  manifest: Schema,
  config: Schema | undefined,
): { root: Schema; path: (string | number)[] } {
  if (path[0] === "config" && path.length > 1 && config !== undefined) return { root: config, path: path.slice(1) };
  return { root: manifest, path: [...path] };
}
