import type { ApplyInput, Resource } from "@pragma/contract";
import { type Manifest, metadataInput, refsOf } from "@pragma/manifest";

/**
 * The input for applying a manifest. Everything that it omits is cleared.
 * @param base the resource that was loaded; null for a new one
 */
export function applyInputOf(manifest: Manifest, base: Resource | null, asDraft: boolean): ApplyInput {
  const { provider, resource, name, config, depends_on, dependencies } = manifest;
  return {
    provider,
    resource,
    name,
    config,
    depends_on,
    ...(dependencies && { dependencies: refsOf(dependencies) }),
    ...metadataInput(manifest, base),
    lifecycle_state: asDraft ? "draft" : "pending",
  };
}
