import type { FieldModel } from "./field-model.ts";

/** The kind of value a field takes, in a word or two. */
export function typeWords({ shape }: FieldModel): string {
  switch (shape.kind) {
    case "object": {
      const keys = shape.properties.map(({ key }) => key);
      if (keys.length === 0) return "Object";
      return `Object with ${keys.slice(0, 3).join(", ")}${keys.length > 3 ? ", …" : ""}`;
    }
    case "record":
      return "Keys and values";
    case "array":
      return "List";
    case "union":
      return "One of several forms";
    case "choice":
      return `One of ${shape.options.map(String).join(", ")}`;
    case "constant":
      return String(shape.value);
    case "string":
      return shape.format === null ? "Text" : `Text (${shape.format})`;
    case "number":
      return shape.integer ? "Whole number" : "Number";
    case "boolean":
      return "Yes or no";
    default:
      return "Any value";
  }
}

/** Bounds from here on are those of a machine, and tell a person nothing. */
const LARGEST = 2 ** 31 - 1;

/** The rules of a field beyond its kind, as words for a hint; empty if there are none. */
export function ruleWords(model: FieldModel): string[] {
  const { shape } = model;
  const words: string[] = [];
  if (shape.kind === "number") {
    if (shape.minimum !== null) words.push(`at least ${shape.minimum}`);
    if (shape.maximum !== null && shape.maximum < LARGEST) words.push(`at most ${shape.maximum}`);
  }
  if (shape.kind === "array" && shape.minItems > 0) words.push(`at least ${shape.minItems}`);
  if (shape.kind === "array" && shape.maxItems !== null) words.push(`at most ${shape.maxItems}`);
  if (model.immutable) words.push("cannot change after creation");
  if (model.sensitive) words.push("kept secret");
  if (model.deprecated) words.push("deprecated");
  return words;
}
