import type { Path } from "@pragma/contract";
import { describedBelow, describedDocument, inPlace, type Schema, schemasAt } from "@pragma/language";
import { fieldModel } from "../schema/field-model.ts";
import { ruleWords, typeWords } from "../schema/type-words.ts";

/** The documentation of a field. */
export interface FieldDocs {
  name: string;
  type: string;
  required: boolean;
  description: string | null;
  rules: string[];
}

/** A schema's documentation of the value at a path; null if there is none. */
export function fieldDocs(root: Schema, path: Path): FieldDocs | null {
  const last = path.at(-1);
  if (last === undefined) return null;
  const document = describedDocument(root);
  const holders = schemasAt(document, path.slice(0, -1)).filter((schema) => describedBelow(schema, last).length > 0);
  const [holder] = holders;
  if (holder === undefined) return null;
  const [schema = true] = describedBelow(holder, last);
  const model = fieldModel(root, schema);
  // A description may stand behind a reference or in a branch.
  const described = [...inPlace(document, [schema])].find((part) => typeof part.description === "string");
  const description = model.description ?? (described ? String(described.description) : null);
  const required = Array.isArray(holder.required) && holder.required.includes(String(last));
  const rules = [
    ...ruleWords(model),
    ...(model.default === undefined ? [] : [`default ${JSON.stringify(model.default)}`]),
  ];
  return { name: String(last), type: typeWords(model), required, description, rules };
}
