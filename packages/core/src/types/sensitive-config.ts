import type { Json, Path } from "@pragma/contract";
import { isJsonObject } from "../json/index.ts";
import { sensitivePaths } from "../schemas/index.ts";
import { PLATFORM_PROVIDER } from "./built-in-types.ts";
import type { KnownType } from "./resource-type.ts";

/** Of a type that is not known anything may be sensitive, and so all of a config is. */
export function wholeConfigPaths(config: Json): Path[] {
  return isJsonObject(config) ? Object.keys(config).map((key) => [key]) : [];
}

/**
 * Where a config holds sensitive values. A draft may break its schema: in a `pragma/secret` whatever is not where the
 * schema wants it is taken for a secret too.
 */
export function sensitiveConfigPaths(type: KnownType, config: Json): Path[] {
  const paths = sensitivePaths(type.annotations, config);
  if (type.provider !== PLATFORM_PROVIDER || type.resource !== "secret" || !isJsonObject(config)) return paths;
  const misplaced = Object.keys(config).filter((key) => key !== "data" || !isJsonObject(config[key]));
  return [...paths, ...misplaced.map((key) => [key])];
}
