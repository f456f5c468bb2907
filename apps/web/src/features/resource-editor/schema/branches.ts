import type { Json } from "@pragma/contract";
import { describedDocument, flatten, isJsonObject, jsonEqual, type Schema, schemaEntries } from "@pragma/language";
import { type FieldModel, fieldModel } from "./field-model.ts";
import { typeWords } from "./type-words.ts";

/** A branch of a union, as a user chooses it. */
export interface Branch {
  schema: Schema;
  model: FieldModel;
  label: string;
}

/** The key whose constant tells the branches of a union apart, or null. */
export function discriminatorOf(root: Schema, branches: readonly Schema[]): string | null {
  const constants = branches.map((branch) => constantsOf(root, branch));
  const [first, ...rest] = constants;
  for (const key of first?.keys() ?? []) {
    const values = constants.map((found) => found.get(key));
    const distinct = new Set(values.map((value) => JSON.stringify(value)));
    if (rest.every((found) => found.has(key)) && distinct.size === branches.length) return key;
  }
  return null;
}

function constantsOf(root: Schema, branch: Schema): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const [key, schema] of schemaEntries(flatten(describedDocument(root), branch).schema.properties)) {
    const value = flatten(describedDocument(root), schema).schema.const;
    if (value !== undefined) found.set(key, value);
  }
  return found;
}

/** The branches with names: the discriminator's constant, else the title, else what kind of value it is. */
export function describeBranches(root: Schema, branches: readonly Schema[]): Branch[] {
  const key = discriminatorOf(root, branches);
  return branches.map((schema) => {
    const model = fieldModel(root, schema);
    const constant = key === null ? undefined : constantsOf(root, schema).get(key);
    const named = constant === undefined ? (model.title ?? typeWords(model)) : String(constant);
    return { schema, model, label: named };
  });
}

/** The branch that a value most likely is of; -1 where there is no value. */
export function chooseBranch(root: Schema, branches: readonly Schema[], value: Json | undefined): number {
  if (value === undefined) return -1;
  const key = discriminatorOf(root, branches);
  if (key !== null && isJsonObject(value) && value[key] !== undefined) {
    const found = branches.findIndex((branch) => jsonEqual(constantsOf(root, branch).get(key), value[key]));
    if (found >= 0) return found;
  }
  const scores = branches.map((branch) => score(fieldModel(root, branch), value));
  const best = Math.max(...scores);
  return best < 0 ? 0 : scores.indexOf(best);
}

/** How well a value fits a model: below zero not at all, else one for each known key less one for each unknown one. */
function score({ shape, nullable }: FieldModel, value: Json): number {
  if (value === null) return nullable ? 1 : -1000;
  switch (shape.kind) {
    case "constant":
      return jsonEqual(shape.value, value) ? 1000 : -1000;
    case "choice":
      return shape.options.some((option) => jsonEqual(option, value)) ? 500 : -1000;
    case "string":
      return typeof value === "string" ? 1 : -1000;
    case "boolean":
      return typeof value === "boolean" ? 1 : -1000;
    case "number":
      return typeof value === "number" && (!shape.integer || Number.isInteger(value)) ? 1 : -1000;
    case "array":
      return Array.isArray(value) ? 1 : -1000;
    case "record":
      return isJsonObject(value) ? 1 : -1000;
    case "object": {
      if (!isJsonObject(value)) return -1000;
      const known = shape.properties.filter(({ key }) => Object.hasOwn(value, key)).length;
      const missing = shape.properties.filter(({ key, required }) => required && !Object.hasOwn(value, key)).length;
      return 10 + known - (Object.keys(value).length - known) - missing;
    }
    default:
      return 0;
  }
}
