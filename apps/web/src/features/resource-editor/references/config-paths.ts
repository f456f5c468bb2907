import { isNameable, type Schema } from "@pragma/language";
import { fieldModel } from "../schema/field-model.ts";

/** A path below `config` that a reference may name. */
export interface ConfigPath {
  path: string;
  description: string | null;
  sensitive: boolean;
}

const MAX_DEPTH = 3;
const MAX_PATHS = 100;

/** The paths in the schema of a type's config, as references write them. */
export function configPaths(root: Schema): ConfigPath[] {
  const found: ConfigPath[] = [];
  const walk = (schema: Schema, prefix: string, depth: number): void => {
    const { shape } = fieldModel(root, schema);
    if (shape.kind !== "object" || depth > MAX_DEPTH) return;
    for (const property of shape.properties) {
      if (found.length >= MAX_PATHS || !isNameable(property.key)) continue;
      const { description, sensitive } = fieldModel(root, property.schema);
      const path = `${prefix}${property.key}`;
      found.push({ path, description, sensitive });
      walk(property.schema, `${path}.`, depth + 1);
    }
  };
  walk(root, "", 1);
  return found;
}
