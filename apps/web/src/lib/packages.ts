/** Where an installation is reached: public URLs, without a slash at the end. */
export interface Addresses {
  readonly apiUrl: string;
  readonly webUrl: string;
}

/** The SDK as this installation hands it out, for `npm install`. */
export function sdkUrl({ webUrl }: Addresses): string {
  return `${webUrl}/api/packages/pragma-sdk.tgz`;
}

/**
 * A line that makes the command `pragma` known to a shell that has Node and npm: npm gets it from this installation, once, and
 * nothing has to be installed.
 */
export function pragmaFunction({ webUrl }: Addresses): string {
  return `pragma() { npx --yes --package=${webUrl}/api/packages/pragma-cli.tgz pragma "$@"; }\n`;
}
