import type { Path } from "@pragma/contract";
import { fieldModel } from "../schema/field-model.ts";
import { isObject, type Schema } from "../schema/json-schema.ts";
import { inPlace, schemasAt, stepInto } from "../schema/schemas-at.ts";
import { ruleWords, typeWords } from "../schema/type-words.ts";

/** What is to be said of a field. */
export interface FieldDocs {
  name: string;
  type: string;
  required: boolean;
  description: string | null;
  rules: string[];
}

/** What a schema says of the value at a path; null where it says nothing. */
export function fieldDocs(root: Schema, path: Path): FieldDocs | null {
  const last = path.at(-1);
  if (last === undefined) return null;
  const holders = schemasAt(root, path.slice(0, -1)).filter((schema) => stepInto(schema, last).length > 0);
  const [holder] = holders;
  if (holder === undefined) return null;
  const [schema = true] = stepInto(holder, last);
  const model = fieldModel(root, schema);
  // A description may stand behind a reference or in a branch.
  const described = inPlace(root, schema).find((part) => isObject(part) && typeof part.description === "string");
  const description = model.description ?? (isObject(described) ? String(described.description) : null);
  const required = isObject(holder) && Array.isArray(holder.required) && holder.required.includes(String(last));
  const rules = [
    ...ruleWords(model),
    ...(model.default === undefined ? [] : [`default ${JSON.stringify(model.default)}`]),
  ];
  return { name: String(last), type: typeWords(model), required, description, rules };
}
