import type { Json, Path } from "@pragma/contract";
import { isJsonObject, sensitiveConfigPaths as sensitivePathsOf } from "@pragma/language";
import type { KnownType } from "./resource-type.ts";

/** In a config of an unknown type anything may be sensitive, so all of it counts as sensitive. */
export function wholeConfigPaths(config: Json): Path[] {
  return isJsonObject(config) ? Object.keys(config).map((key) => [key]) : [];
}

/** The paths of sensitive values in a config of a type, whether or not it is valid. */
export function sensitiveConfigPaths({ annotations, stringReferences }: KnownType, config: Json): Path[] {
  return sensitivePathsOf(annotations, config, { stringReferences });
}
