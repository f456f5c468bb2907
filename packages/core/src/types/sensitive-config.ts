import type { Json, Path } from "@pragma/contract";
import { isJsonObject, sensitiveConfigPaths as sensitivePathsOf } from "@pragma/language";
import type { KnownType } from "./resource-type.ts";

/** Of a type that is not known anything may be sensitive, and so all of a config is. */
export function wholeConfigPaths(config: Json): Path[] {
  return isJsonObject(config) ? Object.keys(config).map((key) => [key]) : [];
}

/** Where a config of a type holds sensitive values, be it valid or not. */
export function sensitiveConfigPaths({ annotations, stringReferences }: KnownType, config: Json): Path[] {
  return sensitivePathsOf(annotations, config, { stringForm: stringReferences });
}
