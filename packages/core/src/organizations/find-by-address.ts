import { slugSchema } from "@pragma/contract";
import { findByFormerSlug } from "@pragma/db/queries";
import type { Login, MyOrganization } from "../callers/login.ts";
import type { Core } from "../unit-of-work/core.ts";

/**
 * Which of a person's organizations an address means: by its slug, by its id, or by a slug that it had until 30 days ago.
 * Its own address is by the slug that it has.
 *
 * @param address what stands after `/o/`
 * @returns null for one that nobody has, and for somebody else's alike
 */
export async function findByAddress(core: Core, login: Login, address: string): Promise<MyOrganization | null> {
  const named = login.organizations.find(({ id, slug }) => slug === address || id === address);
  // What is no slug, as an id, cannot have been one.
  if (named || !slugSchema.safeParse(address).success) return named ?? null;
  const id = await findByFormerSlug(core.db, address, login.userId);
  return login.organizations.find((organization) => organization.id === id) ?? null;
}
