import type { Json, JsonObject } from "@pragma/contract";
import {
  describedDocument,
  flatten,
  inPlace,
  isJsonObject,
  isSchema,
  isSchemaObject,
  marksOf,
  type Schema,
  schemaEntries,
  schemaList,
} from "@pragma/language";
import { alternativesOf, type Property, propertiesInOrder } from "~/lib/schema-parts.ts";

/** The kind of control a value needs. */
export type Shape =
  /** The models of its properties are made when they are drawn: schemas may contain themselves. */
  | { kind: "object"; properties: Property[]; open: boolean }
  | { kind: "record" }
  | { kind: "array"; items: Schema; minItems: number; maxItems: number | null }
  | { kind: "union"; branches: Schema[] }
  | { kind: "choice"; options: Json[] }
  | { kind: "constant"; value: Json }
  | { kind: "string"; format: string | null; minLength: number; maxLength: number | null; pattern: string | null }
  | { kind: "number"; integer: boolean; minimum: number | null; maximum: number | null; step: number | null }
  | { kind: "boolean" }
  /** Any JSON, or rules too complex for controls. */
  | { kind: "yaml" };

/** A schema as a form sees it. */
export interface FieldModel {
  shape: Shape;
  title: string | null;
  description: string | null;
  default: Json | undefined;
  /** Values that the author shows. */
  examples: Json[];
  immutable: boolean;
  sensitive: boolean;
  deprecated: boolean;
  /** `null` is a value too. */
  nullable: boolean;
  /** Without references, for callers that need more of it. */
  flat: JsonObject;
}

/** Builds the model of one schema of a document. */
export function fieldModel(root: Schema, schema: Schema): FieldModel {
  const document = describedDocument(root);
  const { schema: flat, complex } = flatten(document, schema);
  const marks = marksOf(document, schema);
  const { branches, nullable } = unionOf(root, flat);
  const [only, ...more] = branches;
  // A union that is a branch of itself would be drawn inside itself without end.
  const loops = isSchemaObject(schema) && inPlace(document, branches).has(schema);
  // No form draws two unions of which a value must be at once.
  const crosses = schemaList(flat.oneOf).length > 0 && schemaList(flat.anyOf).length > 0;
  if (only !== undefined && more.length === 0 && !loops && !crosses) {
    // The only branch beside null is the field itself; the words around the union are about it.
    const inner = fieldModel(root, only);
    return { ...inner, ...annotations(flat, marks, inner), nullable: nullable || inner.nullable, flat: inner.flat };
  }
  return {
    ...annotations(flat, marks),
    shape: complex || loops || crosses ? { kind: "yaml" } : shapeOf(root, flat, branches),
    nullable,
    flat,
  };
}

function annotations(
  flat: JsonObject,
  marks: { sensitive: boolean; immutable: boolean },
  inner?: FieldModel,
): Omit<FieldModel, "shape" | "nullable" | "flat"> {
  return {
    title: typeof flat.title === "string" ? flat.title : (inner?.title ?? null),
    description: typeof flat.description === "string" ? flat.description : (inner?.description ?? null),
    default: flat.default === undefined ? inner?.default : flat.default,
    examples: Array.isArray(flat.examples) ? flat.examples : (inner?.examples ?? []),
    ...marks,
    deprecated: flat.deprecated === true || inner?.deprecated === true,
  };
}

/** The alternatives of a union without null; none where the schema is no union. */
function unionOf(root: Schema, flat: JsonObject): { branches: Schema[]; nullable: boolean } {
  const listed = alternativesOf(flat);
  const { type } = flat;
  if (listed.length > 0) {
    const branches = listed.filter((branch) => !isNull(root, branch));
    return { branches, nullable: branches.length < listed.length };
  }
  if (!Array.isArray(type)) return { branches: [], nullable: type === "null" };
  const types = type.filter((name) => name !== "null");
  return { branches: types.map((name) => ({ ...flat, type: name })), nullable: types.length < type.length };
}

function isNull(root: Schema, branch: Schema): boolean {
  const { schema } = flatten(describedDocument(root), branch);
  return schema.type === "null" || schema.const === null;
}

function shapeOf(root: Schema, flat: JsonObject, branches: readonly Schema[]): Shape {
  if (flat.const !== undefined) return { kind: "constant", value: flat.const };
  if (Array.isArray(flat.enum)) return { kind: "choice", options: flat.enum };
  if (branches.length > 0) return unionShape(root, flat, [...branches]);
  const type = flat.type ?? impliedType(flat);
  if (type === "object") return objectShape(flat);
  if (type === "array") return arrayShape(flat);
  if (type === "boolean") return { kind: "boolean" };
  if (type === "string") {
    const { format, pattern } = flat;
    return {
      kind: "string",
      format: typeof format === "string" ? format : null,
      minLength: numberOr(flat.minLength, 0),
      maxLength: numberOr(flat.maxLength, null),
      pattern: typeof pattern === "string" ? pattern : null,
    };
  }
  if (type !== "number" && type !== "integer") return { kind: "yaml" };
  return {
    kind: "number",
    integer: type === "integer",
    minimum: numberOr(flat.minimum, numberOr(flat.exclusiveMinimum, null)),
    maximum: numberOr(flat.maximum, numberOr(flat.exclusiveMaximum, null)),
    step: numberOr(flat.multipleOf, null),
  };
}

function impliedType(flat: JsonObject): string | undefined {
  if (flat.properties !== undefined || flat.patternProperties !== undefined) return "object";
  return isJsonObject(flat.items) ? "array" : undefined;
}

function unionShape(root: Schema, flat: JsonObject, branches: Schema[]): Shape {
  // Fields of its own beside the branches would have to be drawn together with those of a branch.
  if (isJsonObject(flat.properties)) return { kind: "yaml" };
  const flats = branches.map((branch) => flatten(describedDocument(root), branch).schema);
  if (flats.every((branch) => branch.const !== undefined)) {
    return { kind: "choice", options: flats.map((branch) => branch.const as Json) };
  }
  const types = new Set(flats.map((branch) => branch.type));
  // Any JSON, spelled out: a text, a list or an object, each with no rule of its own.
  if (["string", "number", "array", "object"].every((type) => types.has(type))) return { kind: "yaml" };
  return { kind: "union", branches };
}

function objectShape(flat: JsonObject): Shape {
  const properties = propertiesInOrder(flat);
  const rest = flat.additionalProperties ?? flat.unevaluatedProperties;
  const patterned = schemaEntries(flat.patternProperties).length > 0;
  if (properties.length === 0 && (patterned || rest !== false)) return { kind: "record" };
  return { kind: "object", properties, open: patterned || (rest !== undefined && rest !== false) };
}

function arrayShape(flat: JsonObject): Shape {
  // A tuple has a rule for each place.
  if (flat.prefixItems !== undefined) return { kind: "yaml" };
  const items = isSchema(flat.items) ? flat.items : true;
  return { kind: "array", items, minItems: numberOr(flat.minItems, 0), maxItems: numberOr(flat.maxItems, null) };
}

function numberOr<Other>(value: Json | undefined, other: Other): number | Other {
  return typeof value === "number" ? value : other;
}
