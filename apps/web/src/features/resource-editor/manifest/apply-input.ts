import type { ApplyInput, Resource } from "@pragma/contract";
import { type Manifest, metadataInput, refsOf } from "@pragma/manifest";

/**
 * The input for applying a manifest. Everything that it omits is cleared, except the connection of a new resource: if the manifest
 * says nothing of it, that is the default one.
 * @param base the resource that was loaded; null for a new one
 */
export function applyInputOf(manifest: Manifest, base: Resource | null, asDraft: boolean): ApplyInput {
  const { provider, resource, name, connection, adopt, config, depends_on, dependencies } = manifest;
  // Where there was none, nothing is said of it: a new one uses the default.
  const used = base?.connection ? (connection ?? null) : connection;
  return {
    provider,
    resource,
    name,
    ...(used === undefined ? {} : { connection: used }),
    ...(adopt === undefined ? {} : { adopt }),
    config,
    depends_on,
    ...(dependencies && { dependencies: refsOf(dependencies) }),
    ...metadataInput(manifest, base),
    lifecycle_state: asDraft ? "draft" : "pending",
  };
}
