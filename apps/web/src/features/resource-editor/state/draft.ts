import type { Path } from "@pragma/contract";
import { type Manifest, writeManifest } from "@pragma/manifest";
import type { ManifestType } from "../manifest/manifest-type.ts";
import { scrub } from "../manifest/scrub.ts";
import { companionPath } from "./companions.ts";
import type { Companion } from "./editor-document.ts";

/** An unsaved document as stored in this tab, for example when the login ends. Without secrets and comments. */
export interface Draft {
  text: string;
  /** Paths of omitted secrets. */
  emptied: Path[];
  /** Resources to create along. */
  companions?: Manifest[];
  savedAt: string;
}

export function makeDraft(
  manifest: Manifest,
  type: ManifestType | undefined,
  now: Date,
  companions: readonly Companion[] = [],
): Draft {
  const { manifest: clean, emptied } = scrub(manifest, type, "keep");
  const scrubbed = companions.map((companion) => ({
    ...scrub(companion.manifest, companion.type, "keep"),
    path: companionPath(companion.key),
  }));
  return {
    text: writeManifest(clean),
    emptied: [...emptied, ...scrubbed.flatMap(({ path, emptied: at }) => at.map((below) => [...path, ...below]))],
    ...(scrubbed.length > 0 ? { companions: scrubbed.map(({ manifest: kept }) => kept) } : {}),
    savedAt: now.toISOString(),
  };
}

/** Reads a draft; null if there is none, or the browser stores none. */
export function readDraft(key: string): Draft | null {
  try {
    const stored = sessionStorage.getItem(key);
    return stored === null ? null : (JSON.parse(stored) as Draft);
  } catch {
    return null;
  }
}

/** Stores a draft, or deletes it with null. If the browser cannot store it, the editor works without. */
export function keepDraft(key: string, draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // The document itself is still in the page.
  }
}
