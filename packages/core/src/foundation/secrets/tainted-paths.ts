import type { Json, JsonObject, Path } from "@pragma/contract";
import { isEnvelope } from "@pragma/language";
import { SecretMatcher } from "./secret-matcher.ts";

/** The keys that a schema names: they are public, even if they happen to look like a secret. */
export type NamedKeys = {
  names(key: string): boolean;
  property(key: string): NamedKeys;
  item(index: number): NamedKeys;
};

/**
 * Paths of the parts of a value that contain one of the secrets: strings that are or contain it, and objects with it in
 * a key that no schema names, since a key cannot be sealed on its own. Lists nothing below such a part.
 * @param named the keys that the value's schema names, if it has one
 */
export function taintedPaths(value: Json, secrets: readonly string[], named?: NamedKeys): Path[] {
  const paths: Path[] = [];
  if (secrets.length > 0) collect(value, named, [], { matcher: new SecretMatcher(secrets), paths });
  return paths;
}

type Search = { matcher: SecretMatcher; paths: Path[] };

function collect(value: Json, named: NamedKeys | undefined, path: Path, search: Search): void {
  if (typeof value === "string") {
    if (search.matcher.isIn(value)) search.paths.push([...path]);
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      collect(value[index] as Json, named?.item(index), path, search);
      path.pop();
    }
  } else if (typeof value === "object" && value !== null && !isEnvelope(value)) {
    collectInObject(value, named, path, search);
  }
}

function collectInObject(object: JsonObject, named: NamedKeys | undefined, path: Path, search: Search): void {
  const keys = Object.keys(object);
  if (keys.some((key) => named?.names(key) !== true && search.matcher.isIn(key))) {
    search.paths.push([...path]);
    return;
  }
  for (const key of keys) {
    path.push(key);
    collect(object[key] as Json, named?.property(key), path, search);
    path.pop();
  }
}
