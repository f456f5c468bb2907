import {
  annotate,
  type Json,
  type Path,
  PathTree,
  type Schema,
  SchemaError,
  sensitiveConfigPaths,
} from "@pragma/language";
import type { JsonObject, ResourceType } from "@pragma/sdk";

type Type = Pick<ResourceType, "schema" | "string_references">;

/**
 * Where values of configs may be secrets, by the rules of the API. A reference in such a place is shown as it is, and
 * what it is replaced by must not be.
 *
 * @param type undefined where it is unknown: all may be secret then
 * @returns whether a path below `config` is such a place, or lies in one
 */
export function secretPlaces(type: Type | undefined, configs: readonly JsonObject[]): (path: Path) => boolean {
  const found = type === undefined ? null : findSensitive(type, configs);
  if (found === null) return () => true;
  const places = new PathTree(found);
  return ([, ...path]) => places.touches(path);
}

/** Null where a schema cannot be followed. */
function findSensitive({ schema, string_references: stringReferences = true }: Type, configs: readonly JsonObject[]) {
  try {
    const annotations = annotate(schema as Schema);
    return configs.flatMap((config) => sensitiveConfigPaths(annotations, config as Json, { stringReferences }));
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}
