import type { Json, JsonObject } from "@pragma/contract";
import { isJsonObject, type Schema } from "@pragma/language";
import { fieldModel } from "./field-model.ts";

/** The initial value of an added field: constants, and empty values to fill in. */
export function startingValue(root: Schema, schema: Schema): Json {
  const model = fieldModel(root, schema);
  if (model.default !== undefined) return model.default;
  const { shape } = model;
  switch (shape.kind) {
    case "constant":
      return shape.value;
    case "choice":
      return shape.options[0] ?? "";
    case "object": {
      const value: JsonObject = {};
      for (const property of shape.properties) {
        if (!property.required) continue;
        const inner = fieldModel(root, property.schema).shape;
        if (inner.kind === "constant") value[property.key] = inner.value;
      }
      return value;
    }
    case "record":
      return {};
    case "array":
      return [];
    case "boolean":
      return false;
    case "number":
      return shape.minimum ?? 0;
    case "union":
      return shape.branches[0] === undefined ? "" : startingValue(root, shape.branches[0]);
    default:
      return "";
  }
}

/** The value that an optional field gets when it is added; undefined for one that waits for input. */
export function addedValue(root: Schema, schema: Schema): Json | undefined {
  const { kind } = fieldModel(root, schema).shape;
  const waits = kind === "string" || kind === "number" || kind === "choice" || kind === "union" || kind === "yaml";
  return waits ? undefined : startingValue(root, schema);
}

/** The value after another branch of a union is chosen: fields that the branch also has are kept. */
export function switchBranch(root: Schema, branch: Schema, value: Json | undefined): Json {
  const start = startingValue(root, branch);
  const { shape } = fieldModel(root, branch);
  if (shape.kind !== "object" || !isJsonObject(start) || !isJsonObject(value)) return start;
  const kept = shape.properties
    .filter(({ key }) => Object.hasOwn(value, key) && !Object.hasOwn(start, key))
    .map(({ key }) => [key, value[key] as Json]);
  return { ...start, ...Object.fromEntries(kept) };
}
