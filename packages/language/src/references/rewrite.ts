import type { Json, Path } from "../json/json.ts";
import { mapJson } from "../json/map.ts";
import type { ResourceRef } from "../names/names.ts";
import { type Envelope, isEnvelope } from "../secrets/envelope.ts";
import { revealJson } from "../secrets/reveal.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { classify, type Found } from "./classify.ts";
import type { Field, Missing, ReferenceOptions, Rewrite } from "./reference.ts";

/** Ends a rewrite; never leaves this folder. */
export class Unresolved extends Error {
  readonly missing: Missing;
  constructor(path: Path, target: ResourceRef, field: Field | null, message: string) {
    super(message);
    this.missing = { path: [...path], target, field: field?.text ?? "", message };
  }
}

/** A value and its place. */
export type Site = { value: Json; path: Path };

/**
 * Rewrites a config at its references. `replace` returns a replacement for the value found, or undefined to continue
 * inside. Sealed values are opened, rewritten and, only if that changed them, sealed again.
 */
export function rewriteReferences(
  config: Json,
  options: ReferenceOptions,
  box: SecretBox,
  replace: (found: Found, site: Site) => Json | undefined,
): Rewrite {
  const rewrite = (root: Json, base: Path): Json =>
    mapJson(root, (value, inner) => {
      const path = base.length === 0 ? inner : [...base, ...inner];
      if (isEnvelope(value)) return rewriteSealed(value, [...path]);
      const found = classify(value, options);
      return found && replace(found, { value, path });
    });
  const rewriteSealed = (envelope: Envelope, path: Path): Json => {
    const opened = box.open(envelope);
    const rewritten = rewrite(opened, path);
    return rewritten === opened ? envelope : box.seal(revealJson(rewritten, box));
  };
  try {
    return { ok: true, value: rewrite(config, []) };
  } catch (error) {
    if (error instanceof Unresolved) return { ok: false, missing: error.missing };
    throw error;
  }
}
