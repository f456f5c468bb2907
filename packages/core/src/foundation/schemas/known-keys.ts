import type { JsonObject } from "@pragma/contract";
import {
  IN_PLACE,
  IN_PLACE_LISTS,
  isSchema,
  isSchemaObject,
  type Schema,
  schemaEntries,
  schemaList,
} from "@pragma/language";

/**
 * The keys that a prepared schema mentions in any branch; null if some branch accepts any key.
 *
 * @param defs the prepared schema's definitions, the only target of its references
 */
export function knownKeys(schema: JsonObject, defs: JsonObject): Set<string> | null {
  const keys = new Set<string>();
  const seen = new Set<Schema>([schema]);
  // Iterating a set also visits elements added during the loop.
  for (const part of seen) {
    if (!isSchemaObject(part)) continue;
    if (isSchema(part.additionalProperties) && part.additionalProperties !== false) return null;
    for (const [key] of schemaEntries(part.properties)) keys.add(key);
    for (const keyword of IN_PLACE_LISTS) for (const branch of schemaList(part[keyword])) seen.add(branch);
    for (const keyword of IN_PLACE) if (isSchema(part[keyword])) seen.add(part[keyword]);
    for (const [, branch] of schemaEntries(part.dependentSchemas)) seen.add(branch);
    const target = typeof part.$ref === "string" ? defs[part.$ref.slice("#/$defs/".length)] : undefined;
    if (isSchema(target)) seen.add(target);
  }
  return keys;
}
