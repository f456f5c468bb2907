/** Public URLs of an installation, without a trailing slash. */
export interface Addresses {
  readonly apiUrl: string;
  readonly webUrl: string;
}

/** The URL of this installation's SDK, for `npm install`. */
export function sdkUrl({ webUrl }: Addresses): string {
  return `${webUrl}/api/packages/pragma-sdk.tgz`;
}

/**
 * A line that defines the command `pragma` in a shell with Node and npm: npm downloads it from this installation, once,
 * without an installation.
 */
export function pragmaFunction({ webUrl }: Addresses): string {
  return `pragma() { npx --yes --package=${webUrl}/api/packages/pragma-cli.tgz pragma "$@"; }\n`;
}
