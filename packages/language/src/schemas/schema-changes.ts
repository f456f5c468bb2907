import { jsonEqual } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { formatPath } from "../json/path.ts";
import { flatten } from "./flatten.ts";
import { isSchema, type Schema, schemaEntries } from "./json-schema.ts";
import { describedDocument, type SchemaDocument } from "./schema-document.ts";

/** Difference between two schemas at one place. */
export interface SchemaChange {
  /** As in `zones[].name`; the keys of a map are `*`. Empty for the root. */
  path: string;
  change: "added" | "removed" | "changed";
  /** Requirements of its value, before and after; null where there is none. Nothing for what is removed. */
  keywords: { keyword: string; before: Json; after: Json }[];
}

/** They describe, and ask nothing of a value; or their parts are compared by themselves. */
const NOT_COMPARED = new Set([
  ...["title", "description", "examples", "$comment", "properties", "items", "required"],
  ...["$schema", "$id", "$defs", "$anchor", "$dynamicAnchor", "$ref", "$dynamicRef"],
]);

const BOUNDS = new Set(["minimum", "maximum"]);

/** Schemas may contain themselves: no deeper, and no more parts than these. */
const MAX_DEPTH = 12;
const MAX_PARTS = 5000;
/** Two schemas of 64 KiB may have more, which nobody would read. */
export const MAX_SCHEMA_CHANGES = 200;

/**
 * Requirements that a value gains or loses, property by property in the order of the new schema; the first 200.
 * References are followed; within a union it is only said that the union has changed.
 */
export function schemaChanges(before: JsonObject, after: JsonObject): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const walk: Walk = { before: describedDocument(before), after: describedDocument(after), changes, left: MAX_PARTS };
  compare(walk, [], { before: { schema: before }, after: { schema: after } }, MAX_DEPTH);
  return changes.slice(0, MAX_SCHEMA_CHANGES);
}

interface Walk {
  before: SchemaDocument;
  after: SchemaDocument;
  changes: SchemaChange[];
  /** How many parts may still be compared. */
  left: number;
}

/** A schema at its place, and whether a value must be there. */
interface Part {
  schema: Schema;
  required?: boolean;
}

function compare(walk: Walk, path: readonly string[], parts: { before: Part; after: Part }, depth: number): void {
  if (walk.changes.length >= MAX_SCHEMA_CHANGES || depth === 0 || walk.left-- <= 0) return;
  const before = flatten(walk.before, parts.before.schema).schema;
  const after = flatten(walk.after, parts.after.schema).schema;
  const keywords = changedKeywords(asked(before, parts.before), asked(after, parts.after));
  if (keywords.length > 0) walk.changes.push({ path: pathText(path), change: "changed", keywords });
  compareProperties(walk, path, { before, after }, depth);
  for (const [keyword, step] of [
    ["items", "[]"],
    ["additionalProperties", "*"],
  ] as const) {
    const one = before[keyword];
    const other = after[keyword];
    if (!isSchema(one) || !isSchema(other) || typeof one === "boolean" || typeof other === "boolean") continue;
    compare(walk, [...path, step], { before: { schema: one }, after: { schema: other } }, depth - 1);
  }
}

function compareProperties(
  walk: Walk,
  path: readonly string[],
  { before, after }: { before: JsonObject; after: JsonObject },
  depth: number,
): void {
  const earlier = new Map(schemaEntries(before["properties"]));
  const later = new Map(schemaEntries(after["properties"]));
  for (const [key, schema] of later) {
    const at = [...path, key];
    const part: Part = { schema, required: requires(after, key) };
    const known = earlier.get(key);
    if (known !== undefined) {
      compare(walk, at, { before: { schema: known, required: requires(before, key) }, after: part }, depth - 1);
      continue;
    }
    const keywords = changedKeywords({}, asked(flatten(walk.after, schema).schema, part));
    walk.changes.push({ path: pathText(at), change: "added", keywords });
  }
  for (const key of earlier.keys()) {
    if (!later.has(key)) walk.changes.push({ path: pathText([...path, key]), change: "removed", keywords: [] });
  }
}

function requires({ required }: JsonObject, key: string): boolean {
  return Array.isArray(required) && required.includes(key);
}

/** Requirements of a schema for a value, with `required` as a property of the place. */
function asked(schema: JsonObject, { required = false }: Part): JsonObject {
  const own = Object.entries(schema).filter(([keyword, value]) => {
    if (NOT_COMPARED.has(keyword) || (keyword === "additionalProperties" && typeof value === "object")) return false;
    // Bounds that zod writes for an integer without one of its own are ignored.
    return !(BOUNDS.has(keyword) && Math.abs(Number(value)) >= Number.MAX_SAFE_INTEGER);
  });
  return { ...(required ? { required } : {}), ...Object.fromEntries(own) };
}

function changedKeywords(before: JsonObject, after: JsonObject): SchemaChange["keywords"] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names]
    .map((keyword) => ({ keyword, before: before[keyword] ?? null, after: after[keyword] ?? null }))
    .filter((one) => !jsonEqual(one.before, one.after));
}

/** Elements are `[]`, which is no key. */
function pathText(path: readonly string[]): string {
  return path.reduce((text, step) => {
    if (step === "[]") return `${text}[]`;
    if (step === "*") return text === "" ? "*" : `${text}.*`;
    const key = formatPath([step]);
    return text === "" || key.startsWith("[") ? `${text}${key}` : `${text}.${key}`;
  }, "");
}
