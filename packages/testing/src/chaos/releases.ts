/** The releases of the test provider. Each has a field of its own, which is secret. */
export const RELEASES = ["one", "two"] as const;

export type Release = (typeof RELEASES)[number];

/** The config field of `chaos/object` that only this release has. */
export function releaseField(release: Release): string {
  return `only_${release}`;
}
