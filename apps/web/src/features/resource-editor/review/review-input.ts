import { type ChangeInput, resourceKey } from "@pragma/contract";
import { applyInputOf } from "../manifest/apply-input.ts";
import type { Manifest, ManifestType } from "../manifest/manifest.ts";
import type { Loaded } from "../types.ts";

/**
 * A document as a change of one.
 * @param base the version that it is to replace, which the change must find; null for a new resource
 */
export function reviewInput(manifest: Manifest, base: Loaded | null, type: ManifestType | undefined): ChangeInput {
  const key = resourceKey(manifest);
  return {
    documents: [applyInputOf(manifest, base?.resource ?? null, type, false)],
    if_match: { [key]: base?.etag ?? "none" },
    message: `${base ? "Update" : "Create"} ${key}`,
    source: { kind: "dashboard" },
  };
}
