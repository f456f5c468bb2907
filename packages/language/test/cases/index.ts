import { OBJECT_REFERENCE_CASES } from "./object-references.ts";
import { SENSITIVE_PLACE_CASES } from "./sensitive-places.ts";
import { SENSITIVE_REFERENCE_CASES } from "./sensitive-references.ts";
import { STRING_REFERENCE_CASES } from "./string-references.ts";

/**
 * One table of what manifests mean. It is run through this package, and through the entry points of its users, so that
 * all of them read a manifest the same way.
 */
export { IMMUTABLE_CASES } from "./immutable.ts";
export { MASK_CASES } from "./masks.ts";
export { PATH_CASES } from "./paths.ts";

export const REFERENCE_CASES = [...STRING_REFERENCE_CASES, ...OBJECT_REFERENCE_CASES];
export const SENSITIVE_CASES = [...SENSITIVE_PLACE_CASES, ...SENSITIVE_REFERENCE_CASES];

/** The keys of the resources that a case refers to, each once, in the order they are found. */
export function keysOf({ found }: { found: readonly string[] }): string[] {
  const targets = found.map((reference) => reference.split(" ")[2] ?? "");
  return [...new Set(targets.map((target) => target.replace(/\.(?:outputs|config)\..*/s, "")))];
}
