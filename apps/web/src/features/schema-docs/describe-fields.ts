import type { Json, JsonObject } from "@pragma/contract";
import { isJsonObject, type Schema, schemaList } from "@pragma/language";
import { allowedEntries, propertiesInOrder } from "~/lib/schema-parts.ts";
import { constraintsOf } from "./constraints.ts";
import type { SchemaField } from "./schema-field.ts";
import { SchemaReader, textOf } from "./schema-reader.ts";
import { typeWords } from "./type-words.ts";

/** A schema may refer to itself: more depth, or more fields, than this helps no reader. */
const MAX_DEPTH = 8;
const MAX_FIELDS = 1000;

interface Walk {
  readonly reader: SchemaReader;
  /** How many more fields may be described. */
  left: number;
}

/**
 * The fields of a type's config or outputs, from its JSON Schema (2020-12). Schemas are written by strangers: nothing of
 * theirs is run, and one that is recursive or huge is described to a bound.
 */
export function describeFields(schema: JsonObject): SchemaField[] {
  const walk: Walk = { reader: new SchemaReader(schema), left: MAX_FIELDS };
  return fieldsOf(walk.reader.flatten(schema), walk, 0);
}

function fieldsOf(schema: JsonObject, walk: Walk, depth: number): SchemaField[] {
  if (depth > MAX_DEPTH) return [];
  const named = propertiesInOrder(schema).flatMap(({ key, schema: part, required }) =>
    field(key, part, required, walk, depth),
  );
  const patterns = allowedEntries(schema["patternProperties"]).flatMap(([pattern, part]) =>
    field(`<key matching ${pattern}>`, part, false, walk, depth),
  );
  return [...named, ...patterns, ...valuesOf(schema, named.length > 0, walk, depth)];
}

/** Describes the values of a map, where its type's name does not say it all. */
function valuesOf(schema: JsonObject, besideNamed: boolean, walk: Walk, depth: number): SchemaField[] {
  const values = schema["additionalProperties"];
  if (!isJsonObject(values)) return [];
  const [described] = field("<key>", values, false, walk, depth);
  return described && (besideNamed || saysMore(described)) ? [described] : [];
}

function saysMore(described: SchemaField): boolean {
  const { children, constraints, description, examples, sensitive, immutable } = described;
  const says = [children, constraints, examples].some(({ length }) => length > 0);
  return says || description !== null || sensitive || immutable;
}

function field(name: string, schema: Schema, required: boolean, walk: Walk, depth: number): SchemaField[] {
  if (walk.left <= 0) return [];
  walk.left--;
  const whole = walk.reader.flatten(schema);
  const type = typeWords(whole, walk.reader);
  const marks = walk.reader.marksOf(schema);
  // Values of any kind are described by the word; their schema is recursive as a rule.
  const children = type === "any JSON" ? [] : childrenOf(whole, walk, depth + 1);
  const hasSecrets = marks.sensitive || children.some(holdsSecret);
  return [
    {
      name,
      type,
      required,
      description: textOf(whole["description"]) ?? textOf(whole["title"]),
      defaultValue: whole["default"] === undefined ? null : JSON.stringify(whole["default"]),
      constraints: constraintsOf(whole),
      examples: hasSecrets || !Array.isArray(whole["examples"]) ? [] : (whole["examples"] as Json[]),
      ...marks,
      children: marks.sensitive ? children.map(withoutExamples) : children,
    },
  ];
}

function holdsSecret({ sensitive, children }: SchemaField): boolean {
  return sensitive || children.some(holdsSecret);
}

function withoutExamples(field: SchemaField): SchemaField {
  return { ...field, examples: [], children: field.children.map(withoutExamples) };
}

function childrenOf(schema: JsonObject, walk: Walk, depth: number): SchemaField[] {
  if (depth > MAX_DEPTH) return [];
  const own = fieldsOf(schema, walk, depth);
  const items = isJsonObject(schema["items"]) ? itemsOf(schema["items"], walk, depth) : [];
  const branches = [...schemaList(schema["anyOf"]), ...schemaList(schema["oneOf"])].flatMap((branch) =>
    childrenOf(walk.reader.flatten(branch), walk, depth + 1),
  );
  return [...own, ...items, ...branches];
}

/** Objects in a list show their fields; other items only what their type's name does not say. */
function itemsOf(items: JsonObject, walk: Walk, depth: number): SchemaField[] {
  const [described] = field("<item>", items, false, walk, depth);
  if (!described) return [];
  if (described.children.length > 0) return [...described.children];
  return saysMore(described) ? [described] : [];
}
