import type { Json, Path } from "../json/json.ts";
import { isJsonObject } from "../json/object.ts";
import { sensitivePaths } from "../schemas/marked-paths.ts";
import type { Annotations } from "../schemas/marks.ts";
import type { ReferenceOptions } from "./reference.ts";

/**
 * The paths of sensitive values in a config. A draft may violate its schema: in a type whose strings are literal, which
 * is the kind that stores secrets, anything that is not where the schema wants it counts as a secret too.
 */
export function sensitiveConfigPaths(
  annotations: Annotations,
  config: Json,
  { stringReferences }: ReferenceOptions,
): Path[] {
  const paths = sensitivePaths(annotations, config);
  if (stringReferences || annotations.root.sensitive || !isJsonObject(config)) return paths;
  const misplaced = Object.keys(config).filter((key) => !annotations.root.names(key) || !isJsonObject(config[key]));
  return [...paths, ...misplaced.map((key) => [key])];
}
