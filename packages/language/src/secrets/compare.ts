import { type Change, type DiffOptions, diffJson } from "../json/diff.ts";
import { type EqualHook, jsonEqual } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import { isEnvelope } from "./envelope.ts";
import { maskJson } from "./mask.ts";
import type { SecretBox } from "./secret-box.ts";

/** Whether two values are equal once all envelopes are opened. The same secret sealed twice is equal. */
export function sealedEqual(a: Json | undefined, b: Json | undefined, box: SecretBox): boolean {
  return jsonEqual(a, b, openingHook(box));
}

/**
 * `diffJson` for values with envelopes: detects a change between two secrets, and shows both sides as `********`. The
 * same secret sealed twice is no change.
 */
export function sealedDiff(
  before: Json | undefined,
  after: Json | undefined,
  box: SecretBox,
  options: Pick<DiffOptions, "prefix"> = {},
): Change[] {
  return diffJson(before, after, { ...options, equal: openingHook(box), show: maskJson });
}

/** Decides every pair that involves an envelope; other pairs are compared by their parts. */
function openingHook(box: SecretBox): EqualHook {
  const hook: EqualHook = (a, b) => {
    const sealedA = isEnvelope(a);
    const sealedB = isEnvelope(b);
    if (!sealedA && !sealedB) return undefined;
    if (sealedA && sealedB && a.$encrypted === b.$encrypted) return true;
    return jsonEqual(sealedA ? box.open(a) : a, sealedB ? box.open(b) : b, hook);
  };
  return hook;
}
