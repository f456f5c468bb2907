import type { Json, Path } from "@pragma/contract";
import { mapJson } from "../json/index.ts";

/** Paths of the strings in a value that hold one of the secrets, as such or as part of them. */
export function taintedPaths(value: Json, secrets: readonly string[]): Path[] {
  const paths: Path[] = [];
  if (secrets.length === 0) return paths;
  mapJson(value, (item, path) => {
    if (typeof item === "string" && secrets.some((secret) => item.includes(secret))) paths.push([...path]);
    return undefined;
  });
  return paths;
}
