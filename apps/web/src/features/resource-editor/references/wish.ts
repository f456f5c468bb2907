import type { Path, Schema } from "@pragma/language";
import { type FieldModel, fieldModel } from "../schema/field-model.ts";

export type JsonType = "string" | "number" | "integer" | "boolean" | "object" | "array";

/** The values a field takes, to rank references for it. */
export interface Wish {
  /** Its name; that of the list for an element. */
  field: string;
  /** None for any value. */
  types: JsonType[];
  format: string | null;
  sensitive: boolean;
  /** Where it is in configs of its type, since others may have the reference there already; null outside of them. */
  place: { provider: string; resource: string; path: (string | number)[] } | null;
}

/** As the server accepts them. */
const MAX_STEPS = 32;
const MAX_STEP_LENGTH = 256;

/**
 * @param path of the field in the manifest
 * @param type of the resource; undefined if it is unknown
 */
export function wishOf(
  root: Schema,
  model: FieldModel,
  path: Path,
  type?: { provider: string; resource: string },
): Wish {
  const name = path.findLast((step) => typeof step === "string") ?? "";
  const { shape, sensitive } = model;
  return {
    field: String(name).slice(0, 128),
    types: [...new Set(typesOf(root, model))],
    format: shape.kind === "string" ? shape.format : null,
    sensitive,
    place: type === undefined ? null : placeOf(type, path),
  };
}

function placeOf({ provider, resource }: { provider: string; resource: string }, path: Path): Wish["place"] {
  const [root, ...steps] = path;
  const isSent = steps.every((step) => typeof step === "number" || (step !== "" && step.length <= MAX_STEP_LENGTH));
  return root === "config" && steps.length <= MAX_STEPS && isSent ? { provider, resource, path: steps } : null;
}

function typesOf(root: Schema, { shape }: FieldModel): JsonType[] {
  switch (shape.kind) {
    case "object":
    case "record":
      return ["object"];
    case "array":
      return ["array"];
    case "string":
      return ["string"];
    case "boolean":
      return ["boolean"];
    case "number":
      return shape.integer ? ["integer"] : ["number", "integer"];
    case "choice":
      return shape.options.every((option) => typeof option === "string") ? ["string"] : [];
    case "union": {
      const types = shape.branches.map((branch) => {
        const inner = fieldModel(root, branch);
        return inner.shape.kind === "union" ? [] : typesOf(root, inner);
      });
      // One branch that takes anything makes the whole take anything.
      return types.some((found) => found.length === 0) ? [] : types.flat();
    }
    default:
      return [];
  }
}
