import type { Json, JsonObject } from "@pragma/contract";
import { isJsonObject, type Schema } from "@pragma/language";
import { alternativesOf, propertiesInOrder } from "~/lib/schema-parts.ts";
import { type SchemaReader, typeNames } from "./schema-reader.ts";

const MAX_DEPTH = 6;

const BY_FORMAT: Record<string, string> = {
  "date-time": "2030-01-01T00:00:00Z",
  date: "2030-01-01",
  time: "12:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com",
  uuid: "00000000-0000-4000-8000-000000000000",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  hostname: "example.com",
};

/** A value that fits a schema as well as can be told without running it: its default, an example, or one made up. */
export function exampleValue(name: string, schema: Schema, reader: SchemaReader, depth = 0): Json {
  const whole = reader.flatten(schema);
  const given = givenValue(whole);
  if (given !== undefined) return given;
  const [branch] = alternativesOf(whole);
  if (branch !== undefined && depth < MAX_DEPTH) return exampleValue(name, branch, reader, depth + 1);
  const [type] = typeNames(whole);
  if (type === "integer" || type === "number") return exampleNumber(whole);
  if (type === "boolean") return false;
  if (type === "null") return null;
  if (type === "array") return exampleList(name, whole, reader, depth);
  if (type === "object" || isJsonObject(whole["properties"])) return exampleObject(whole, reader, depth);
  return exampleText(name, whole);
}

function givenValue(schema: JsonObject): Json | undefined {
  if (schema["default"] !== undefined) return schema["default"];
  if (schema["const"] !== undefined) return schema["const"];
  const lists = [schema["examples"], schema["enum"]];
  for (const list of lists) if (Array.isArray(list) && list[0] !== undefined) return list[0];
  return undefined;
}

/** All that is required of an object. */
function exampleObject(schema: JsonObject, reader: SchemaReader, depth = 0): JsonObject {
  if (depth >= MAX_DEPTH) return {};
  const needed = propertiesInOrder(schema).filter(({ required }) => required);
  return Object.fromEntries(needed.map(({ key, schema: part }) => [key, exampleValue(key, part, reader, depth + 1)]));
}

function exampleList(name: string, schema: JsonObject, reader: SchemaReader, depth: number): Json[] {
  const { items, minItems } = schema;
  if (!isJsonObject(items) || depth >= MAX_DEPTH) return [];
  const count = typeof minItems === "number" ? Math.min(Math.max(minItems, 1), 5) : 1;
  return Array.from({ length: count }, () => exampleValue(name, items, reader, depth + 1));
}

function exampleNumber({ minimum, maximum, exclusiveMinimum, multipleOf }: JsonObject): number {
  const least = typeof minimum === "number" ? minimum : -Number.MAX_SAFE_INTEGER;
  const above = typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : least;
  const most = typeof maximum === "number" ? maximum : Number.MAX_SAFE_INTEGER;
  const wanted = Math.min(Math.max(1, least, above), most);
  return typeof multipleOf === "number" && multipleOf > 0 ? Math.ceil(wanted / multipleOf) * multipleOf : wanted;
}

function exampleText(name: string, { format, minLength, maxLength }: JsonObject): string {
  if (typeof format === "string" && BY_FORMAT[format] !== undefined) return BY_FORMAT[format];
  const text = /(^|_)ur[il]$/.test(name) ? "https://example.com" : "example";
  const padded = typeof minLength === "number" ? text.padEnd(Math.min(minLength, 200), "x") : text;
  return typeof maxLength === "number" ? padded.slice(0, maxLength) : padded;
}
