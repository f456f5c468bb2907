import { type Json, type JsonObject, type Path, type ResourceRef, resourceKey } from "@pragma/contract";
import { editText, type Manifest, readManifest, writeManifest } from "@pragma/manifest";

export interface NewCompanion extends ResourceRef {
  config: JsonObject;
}

const ROOT = "companions";

/** Where the manifest of a companion stands among all fields of the editor. */
export function companionPath(key: string): Path {
  return [ROOT, key];
}

/** Which companion a field belongs to, and where in its manifest it stands; null for a field of the edited resource. */
export function inCompanion([root, key, ...path]: Path): { key: string; path: Path } | null {
  return root === ROOT && key !== undefined ? { key: String(key), path } : null;
}

/** The companions with a value of one of them set, or removed. */
export function editCompanions(
  companions: readonly Manifest[],
  { key, path }: { key: string; path: Path },
  value: Json | undefined,
): readonly Manifest[] {
  return companions.map((companion) => {
    if (resourceKey(companion) !== key) return companion;
    return readManifest(editText(writeManifest(companion), path, value)).manifest ?? companion;
  });
}
