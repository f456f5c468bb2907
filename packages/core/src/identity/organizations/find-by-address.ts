import { slugSchema } from "@pragma/contract";
import { findByFormerSlug } from "@pragma/db/queries";
import type { Login, MyOrganization } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/**
 * Finds which of a person's organizations an address names: by its slug, its id, or a slug that it had within the last
 * 30 days. The canonical address uses the current slug.
 *
 * @param address the path segment after `/o/`
 * @returns null, whether nobody has this address or an organization of others does
 */
export async function findByAddress(core: Core, login: Login, address: string): Promise<MyOrganization | null> {
  const named = login.organizations.find(({ id, slug }) => slug === address || id === address);
  // An address that is not a slug, such as an id, cannot be a former one.
  if (named || !slugSchema.safeParse(address).success) return named ?? null;
  const id = await findByFormerSlug(core.db, address, login.userId);
  return login.organizations.find((organization) => organization.id === id) ?? null;
}
