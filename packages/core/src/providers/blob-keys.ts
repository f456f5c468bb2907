/** Where the blob store keeps what was pushed. */
export function sourceKey(provider: string, version: string): string {
  return `provider/${provider}/${version}/source`;
}

/** Where the blob store keeps what was built of it. */
export function artefactKey(provider: string, version: string): string {
  return `provider/${provider}/${version}/artefact`;
}

/** Both of several versions. */
export function buildKeys(provider: string, versions: readonly string[]): string[] {
  return versions.flatMap((version) => [sourceKey(provider, version), artefactKey(provider, version)]);
}
