import type { Json, Path } from "@pragma/contract";
import { getPath, setPath } from "../json/index.ts";
import { isEnvelope } from "./envelope.ts";
import type { SecretBox } from "./keyring.ts";
import { revealJson } from "./reveal.ts";

/**
 * The value with an envelope at each of the paths. What is an envelope already stays as it is; null and absent values
 * are left alone, since a provider is to see them as such. Envelopes inside a value are opened first, so that none
 * ever holds another.
 */
export function sealPaths(value: Json, paths: readonly Path[], box: SecretBox): Json {
  let sealed = value;
  for (const path of paths) {
    const item = getPath(sealed, path);
    if (item === undefined || item === null || isEnvelope(item)) continue;
    sealed = setPath(sealed, path, box.seal(revealJson(item, box)));
  }
  return sealed;
}
