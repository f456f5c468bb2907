/** The provider in the key of a resource. */
export function providerOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}
