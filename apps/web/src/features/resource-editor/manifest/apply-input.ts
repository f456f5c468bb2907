import { type ApplyInput, type Resource, resourceKey } from "@pragma/contract";
import { referencedKeys } from "../references/reference.ts";
import { hasStringReferences, type Manifest, type ManifestType, manifestOf } from "./manifest.ts";
import { givenMetadata } from "./metadata.ts";

/**
 * The input for applying a manifest. Everything that it omits is cleared.
 *
 * An explicit dependency that is also referenced cannot be told from a derived one, and neither can one whose reference
 * is hidden behind a mask. Both are sent back as they were read, so that an apply without a change is none.
 * @param base the resource that was loaded; null for a new one
 * @param type undefined where it is unknown
 */
export function applyInputOf(
  manifest: Manifest,
  base: Resource | null,
  type: ManifestType | undefined,
  asDraft: boolean,
): ApplyInput {
  const { provider, resource, name, config, depends_on } = manifest;
  const loaded = new Set(base ? manifestOf(base, type).depends_on : []);
  const kept = new Set([...depends_on, ...referencedKeys(config, hasStringReferences(type))]);
  return {
    provider,
    resource,
    name,
    config,
    dependencies: (base?.dependencies ?? []).filter((ref) => kept.has(resourceKey(ref))),
    depends_on: depends_on.filter((key) => !loaded.has(key)),
    ...givenMetadata(manifest, base),
    lifecycle_state: asDraft ? "draft" : "pending",
  };
}
