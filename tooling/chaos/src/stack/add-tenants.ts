import { RELEASES, type Release } from "@pragma/testing/chaos";
import { deployProvider, pushProvider, untilShipped } from "./deploy-provider.ts";
import { addOrganization, type Organization } from "./organization.ts";
import { packProvider } from "./pack-provider.ts";
import type { Stack } from "./stack.ts";

/** An organization with the test provider. */
export interface Tenant {
  readonly organization: Organization;
  /** The version of each release. The first one is deployed. */
  readonly versions: ReadonlyMap<Release, string>;
}

/** Organizations that have pushed all releases of the test provider and deployed the first. */
export function addTenants(stack: Stack, outsidePort: number, count: number): Promise<Tenant[]> {
  const archives = RELEASES.map(
    (release) => [release, packProvider({ provider: "chaos", port: outsidePort, release })] as const,
  );
  const url = stack.urls[0] as string;
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const organization = await addOrganization(stack, `org${index}`);
      await untilShipped(url, organization, "fs");
      const versions = new Map<Release, string>();
      for (const [release, archive] of archives) {
        versions.set(release, await pushProvider(url, organization, "chaos", archive));
      }
      await deployProvider(url, organization, "chaos", versions.get(RELEASES[0]) as string);
      return { organization, versions };
    }),
  );
}
