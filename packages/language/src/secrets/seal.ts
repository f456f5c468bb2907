import type { Json, Path } from "../json/json.ts";
import { PathTree } from "../json/path-tree.ts";
import { isEnvelope } from "./envelope.ts";
import { revealJson } from "./reveal.ts";
import type { SecretBox } from "./secret-box.ts";

/** How many values of one config, or of one resource's outputs, may be sealed: each costs time and a hundred bytes. */
const MAX_SENSITIVE_PLACES = 10_000;

/** Why a value with sensitive parts at these paths cannot be stored; null if it can. */
export function tooManySensitive(paths: readonly Path[]): string | null {
  if (paths.length <= MAX_SENSITIVE_PLACES) return null;
  return `must not hold more than ${MAX_SENSITIVE_PLACES.toLocaleString("en")} sensitive values`;
}

/**
 * The value with an envelope at each of the paths, in one walk. Envelopes stay as they are, and so do null and absent
 * values, which a provider must be able to see. Envelopes inside a value are opened first, so that none ever contains
 * another.
 */
export function sealPaths(value: Json, paths: readonly Path[], box: SecretBox): Json {
  if (paths.length === 0) return value;
  return new PathTree(paths).replace(value, (item) =>
    item === null || isEnvelope(item) ? item : box.seal(revealJson(item, box)),
  );
}
