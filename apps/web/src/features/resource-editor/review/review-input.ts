import { type ChangeInput, resourceKey } from "@pragma/contract";
import type { Manifest } from "@pragma/manifest";
import { applyInputOf } from "../manifest/apply-input.ts";
import type { Loaded } from "../schema/types.ts";
import type { Companion } from "../state/editor-document.ts";

/** Well below what a change takes. */
const MAX_MESSAGE = 200;

/**
 * A document as a change of one, or of those that are created along with it.
 * @param base the version that it is to replace, which the change must find; null for a new resource
 * @param asDraft nothing of it is to run
 */
export function reviewInput(
  manifest: Manifest,
  base: Loaded | null,
  companions: readonly Companion[] = [],
  asDraft = false,
): Omit<ChangeInput, "apply" | "basis" | "source"> {
  const key = resourceKey(manifest);
  const along =
    companions.length === 0 ? "" : `, and create ${companions.map((companion) => companion.key).join(", ")}`;
  return {
    documents: [
      applyInputOf(manifest, base?.resource ?? null, asDraft),
      ...companions.map((companion) => applyInputOf(companion.manifest, null, asDraft)),
    ],
    if_match: {
      [key]: base?.etag ?? "none",
      ...Object.fromEntries(companions.map((companion) => [companion.key, "none"])),
    },
    message: `${verbOf(base, asDraft)} ${key}${along}`.slice(0, MAX_MESSAGE),
  };
}

function verbOf(base: Loaded | null, asDraft: boolean): string {
  if (asDraft) return base ? "Stage" : "Draft";
  return base ? "Update" : "Create";
}
