import type { Manifest } from "./manifest.ts";
import { writtenMetadata } from "./metadata.ts";
import { writeValue } from "./yaml-value.ts";

/** A manifest as YAML, without empty fields. */
export function writeManifest(manifest: Manifest): string {
  const { provider, resource, name, config, depends_on } = manifest;
  const { tags, ...metadata } = writtenMetadata(manifest);
  return writeValue({
    provider,
    resource,
    name,
    ...(tags && { tags }),
    ...(depends_on.length > 0 ? { depends_on } : {}),
    ...metadata,
    config,
  }).toString({ lineWidth: 0 });
}
