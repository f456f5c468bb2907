import {
  containsMask,
  escapeTemplate,
  type Json,
  type JsonObject,
  mapJson,
  parseReferences,
  parseTemplate,
} from "@pragma/language";

/**
 * Spells a config that was found as one to declare. A name or a comment of a thing is written by whoever made it, and must not become a
 * reference to a secret: a text that would be one is escaped. Members are left out that cannot be declared: masked ones, and objects that
 * would be references.
 */
export function literalConfig(config: JsonObject): JsonObject {
  const entries = Object.entries(config as Record<string, Json>)
    .filter(([, value]) => !containsMask(value) && !hasReferenceObject(value))
    .map(([field, value]) => [field, mapJson(value, literalText)]);
  return Object.fromEntries(entries);
}

function hasReferenceObject(value: Json): boolean {
  const { references, issues } = parseReferences({ value }, { stringReferences: false });
  return references.length + issues.length > 0;
}

function literalText(value: Json): Json | undefined {
  if (typeof value !== "string") return undefined;
  const isLiteral = (parseTemplate(value) ?? []).every((part) => part.kind === "text" && part.text === part.raw);
  return isLiteral ? value : escapeTemplate(value);
}
