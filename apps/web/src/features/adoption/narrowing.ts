import type { Json, JsonObject } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";

/** A type, as pages receive it. */
export type ListedType = RouterOutputs["resources"]["types"][number];

/** Values that a text can stand for. */
const SIMPLE: ReadonlySet<unknown> = new Set(["string", "integer", "number", "boolean"]);

/** The fields of a type's config that a search may be narrowed by: those with a simple value. */
export function narrowingFields(type: ListedType): string[] {
  return Object.entries(propertiesOf(type)).flatMap(([name, schema]) => (SIMPLE.has(schema.type) ? [name] : []));
}

/** What is known of a config: the field with the value that a text stands for; nothing without a field. */
export function knownConfig(type: ListedType, field: string, text: string): JsonObject {
  if (field === "") return {};
  return { [field]: readValue(propertiesOf(type)[field]?.type, text.trim()) };
}

function readValue(type: unknown, text: string): Json {
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  const number = Number(text);
  return (type === "integer" || type === "number") && text !== "" && Number.isFinite(number) ? number : text;
}

function propertiesOf({ schema }: ListedType): Readonly<Record<string, { type?: unknown }>> {
  return (schema["properties"] ?? {}) as Record<string, { type?: unknown }>;
}
