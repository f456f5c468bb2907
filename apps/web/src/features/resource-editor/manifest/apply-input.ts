import type { ApplyInput, KeptField, Resource } from "@pragma/contract";
import { type Manifest, refsOf } from "@pragma/manifest";

/**
 * The input for applying a manifest. Everything that it omits is cleared.
 * @param base the resource that was loaded; null for a new one
 */
export function applyInputOf(manifest: Manifest, base: Resource | null, asDraft: boolean): ApplyInput {
  const { provider, resource, name, config, depends_on, dependencies } = manifest;
  const { tags, owner_references, deletion_protected } = manifest;
  const kept: Required<Pick<ApplyInput, KeptField>> = {
    // No tags at all is another value than an empty list: an apply without a change is to be none.
    tags: tags.length === 0 && base?.tags === null ? null : tags,
    owner_references: refsOf(owner_references),
    deletion_protected,
  };
  return {
    provider,
    resource,
    name,
    config,
    depends_on,
    ...(dependencies && { dependencies: refsOf(dependencies) }),
    ...kept,
    lifecycle_state: asDraft ? "draft" : "pending",
  };
}
