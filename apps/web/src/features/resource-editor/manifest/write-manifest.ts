import type { Manifest } from "./manifest.ts";
import { refsOf, writtenMetadata } from "./metadata.ts";
import { textOf, writeValue } from "./yaml-value.ts";

/** A manifest as YAML, without empty fields. It may be sent to the API as it is. */
export function writeManifest(manifest: Manifest): string {
  const { provider, resource, name, config, depends_on, dependencies = [] } = manifest;
  const { tags, ...metadata } = writtenMetadata(manifest);
  const document = writeValue({
    provider,
    resource,
    name,
    ...(tags && { tags }),
    ...(depends_on.length > 0 ? { depends_on } : {}),
    ...(dependencies.length > 0 ? { dependencies: refsOf(dependencies) } : {}),
    ...metadata,
    config,
  });
  return textOf(document);
}
