import type { Json, JsonObject, Path, ValidationIssue } from "@pragma/contract";
import { count, either, formatName, formatPath, knownOnes, oneOf, typeName } from "@pragma/language";
import type { Failure } from "./failure.ts";
import { knownKeys } from "./known-keys.ts";

const MAX_PATTERN_LENGTH = 100;

/**
 * Turns a failure into an issue: a plain sentence that begins with the field's name. It says what the schema wants,
 * never what the value is, since that may be sensitive. The type is the JSON Schema keyword.
 */
export function toIssue(failure: Failure, prefix: Path, defs: JsonObject): ValidationIssue {
  const extra = extraStep(failure);
  const path = extra === undefined ? failure.path : [...failure.path, extra];
  const name = formatPath([...prefix.slice(-1), ...path]) || "The value";
  const type = failure.keyword === "unevaluatedProperties" ? "additionalProperties" : failure.keyword;
  const subject = failure.propertyName === undefined ? name : `The key ${name}`;
  return { loc: [...prefix, ...path], msg: `${subject} ${sentence(failure, defs)}`, type };
}

/** The key below the instance that a failure is about. */
function extraStep({ keyword, params, propertyName }: Failure): string | undefined {
  if (propertyName !== undefined) return propertyName;
  if (keyword === "required" || keyword === "dependentRequired") return String(params.missingProperty);
  if (keyword === "additionalProperties") return String(params.additionalProperty);
  return keyword === "unevaluatedProperties" ? String(params.unevaluatedProperty) : undefined;
}

function sentence(failure: Failure, defs: JsonObject): string {
  const { keyword, params, schema, parent } = failure;
  if (keyword === "type") return `must be ${either([schema].flat().map((type) => typeName(String(type))))}`;
  if (keyword === "enum") return `must be ${oneOf(Array.isArray(schema) ? schema : [])}`;
  if (keyword === "const") return `must be ${oneOf([schema])}`;
  if (keyword === "pattern") return patternSentence(String(schema), parent.format);
  if (keyword === "format") return formatSentence(schema);
  if (keyword === "dependentRequired") return `is required when ${String(params.property)} is given`;
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") return unknownSentence(parent, defs);
  if (keyword === "oneOf" && Array.isArray(params.passingSchemas)) return "matches more than one of the allowed forms";
  if (keyword === "uniqueItems")
    return `must not hold equal elements, as ${String(params.j)} and ${String(params.i)} are`;
  return LIMITS[keyword]?.(Number(params.limit), schema) ?? OTHERS[keyword] ?? `breaks the rule "${keyword}"`;
}

const LIMITS: Record<string, (limit: number, schema: Json) => string> = {
  minimum: (limit) => `must be at least ${limit}`,
  maximum: (limit) => `must be at most ${limit}`,
  exclusiveMinimum: (limit) => `must be more than ${limit}`,
  exclusiveMaximum: (limit) => `must be less than ${limit}`,
  multipleOf: (_, schema) => `must be a multiple of ${String(schema)}`,
  minLength: (limit) => (limit === 1 ? "must not be empty" : `must be at least ${limit} characters long`),
  maxLength: (limit) => `must be at most ${count(limit, "character")} long`,
  minItems: (limit) => (limit === 1 ? "must not be empty" : `must have at least ${limit} elements`),
  maxItems: (limit) => `must have at most ${count(limit, "element")}`,
  minProperties: (limit) => (limit === 1 ? "must not be empty" : `must have at least ${limit} keys`),
  maxProperties: (limit) => `must have at most ${count(limit, "key")}`,
};

const OTHERS: Record<string, string> = {
  required: "is required",
  anyOf: "matches none of the allowed forms",
  oneOf: "matches none of the allowed forms",
  not: "has a value that is not allowed",
  contains: "lacks an element that it must contain, or has too many of its kind",
  unevaluatedItems: "has more elements than are allowed",
  items: "has more elements than are allowed",
  "false schema": "is not allowed",
};

function unknownSentence(parent: JsonObject, defs: JsonObject): string {
  return `is not a known field; ${knownOnes([...(knownKeys(parent, defs) ?? [])])}`;
}

function patternSentence(pattern: string, format: Json | undefined): string {
  if (format !== undefined) return formatSentence(format);
  return pattern.length > MAX_PATTERN_LENGTH ? "does not have the required form" : `must match the pattern ${pattern}`;
}

function formatSentence(format: Json): string {
  return `must be ${formatName(String(format))}`;
}
