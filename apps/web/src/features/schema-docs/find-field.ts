import type { Path } from "@pragma/contract";
import type { SchemaField } from "./schema-field.ts";

/**
 * The field that a path of a config leads to; where the documentation ends before the path, the last one on the way. Elements
 * of lists have no line of their own where their fields do.
 */
export function findField(fields: readonly SchemaField[], path: Path): SchemaField | null {
  const [step, ...rest] = path;
  if (step === undefined) return null;
  if (typeof step === "number") {
    const item = fields.find(({ name }) => name === "<item>");
    return item ? (findField(item.children, rest) ?? item) : findField(fields, rest);
  }
  const field = fields.find(({ name }) => name === step) ?? fields.find(({ name }) => name === "<key>");
  return field ? (findField(field.children, rest) ?? field) : null;
}
