import { MAX_REPLACE_PATH_LENGTH, MAX_REPLACE_PATHS } from "../provider-bounds.ts";

/** The paths that a provider may tell of those that it named: the first ones, without whatever is none. */
export function replacePathsOf(paths: readonly unknown[]): string[] {
  return paths.slice(0, MAX_REPLACE_PATHS).filter(isPath);
}

function isPath(path: unknown): path is string {
  return typeof path === "string" && path !== "" && path.length <= MAX_REPLACE_PATH_LENGTH;
}
