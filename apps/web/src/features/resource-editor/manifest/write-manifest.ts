import { stringify } from "yaml";
import type { Manifest } from "./manifest.ts";

/** A manifest as YAML. Empty lists and an unset protection are left out. */
export function writeManifest(manifest: Manifest): string {
  const { provider, resource, name, config, depends_on, tags, owner_references, deletion_protected } = manifest;
  return stringify(
    {
      provider,
      resource,
      name,
      ...(tags.length > 0 ? { tags } : {}),
      ...(depends_on.length > 0 ? { depends_on } : {}),
      ...(owner_references.length > 0 ? { owner_references } : {}),
      ...(deletion_protected ? { deletion_protected } : {}),
      config,
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
