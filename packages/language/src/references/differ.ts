import type { Json } from "../json/json.ts";
import { resourceKey } from "../names/names.ts";
import { sealedEqual } from "../secrets/compare.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { parseReferences } from "./parse.ts";
import type { ReferenceOptions, TargetState } from "./reference.ts";
import { takeValue } from "./take.ts";

/**
 * Whether any value that a config takes from one target differs between `before` and `after`. An undefined target has
 * no values. Remove volatile outputs, such as a signed URL, from both first.
 *
 * @throws DecryptionError
 */
export function referencesDiffer(
  config: Json,
  targetKey: string,
  before: TargetState | undefined,
  after: TargetState | undefined,
  box: SecretBox,
  options: ReferenceOptions,
): boolean {
  if (before === after) return false;
  const { references } = parseReferences(config, { ...options, box });
  return references.some(({ target, field }) => {
    if (resourceKey(target) !== targetKey) return false;
    const old = before && takeValue(before, target, field, box);
    const now = after && takeValue(after, target, field, box);
    return !sealedEqual(old, now, box);
  });
}
