/** The blob store's key of the pushed source. */
export function sourceKey(provider: string, version: string): string {
  return `provider/${provider}/${version}/source`;
}

/** The blob store's key of the built artefact. */
export function artefactKey(provider: string, version: string): string {
  return `provider/${provider}/${version}/artefact`;
}

/** Both keys of several versions. */
export function buildKeys(provider: string, versions: readonly string[]): string[] {
  return versions.flatMap((version) => [sourceKey(provider, version), artefactKey(provider, version)]);
}
