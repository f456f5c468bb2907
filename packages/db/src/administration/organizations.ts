import type { Database } from "../database.ts";
import { acrossOrganizations, inOrganization } from "../prisma/scopes.ts";
import { lockOrganization } from "../queries/accounts/organization-limits.ts";
import type { Tenant } from "../tenant.ts";

/** Creates an organization owned by an existing account. Needs a transaction. @returns its slug */
export async function insertOrganization(
  db: Database,
  { id, name, ownerId }: { id: string; name: string; ownerId: string },
): Promise<string> {
  const owner = { userId: ownerId, role: "owner" };
  const data = { id, name, memberships: { create: owner } };
  const { slug } = await acrossOrganizations(db, ({ organization }) =>
    organization.create({ data, select: { slug: true } }),
  );
  return slug;
}

/** Whether its members may push providers. */
export async function mayPush(tenant: Tenant): Promise<boolean> {
  const found = await inOrganization(tenant, ({ organization }) =>
    organization.findFirst({ select: { mayPush: true } }),
  );
  return found?.mayPush === true;
}

/** Renames it, under the lock of its members. @returns the former name */
export function renameOrganization(tenant: Tenant, name: string): Promise<string | undefined> {
  return inOrganization(tenant, async ({ organization }) => {
    const former = await organization.findFirst({ select: { name: true } });
    await organization.updateMany({ data: { name } });
    return former?.name;
  });
}

/** Seconds between two checks of its resources; 0 if it has none made, null for the usual. */
export async function findCheckEvery(tenant: Tenant): Promise<number | null> {
  const found = await inOrganization(tenant, ({ organization }) =>
    organization.findFirst({ select: { checkEvery: true } }),
  );
  return found?.checkEvery ?? null;
}

/** Under the lock of its members. */
export async function setCheckEvery(tenant: Tenant, checkEvery: number | null): Promise<void> {
  await inOrganization(tenant, ({ organization }) => organization.updateMany({ data: { checkEvery } }));
}

/** Needs a transaction. @returns the organization's name and its former grant; undefined if it does not exist */
export async function setPushGrant(
  db: Database,
  organizationId: string,
  granted: boolean,
): Promise<{ name: string; former: boolean } | undefined> {
  const name = await lockOrganization(db, organizationId);
  if (name === undefined) return undefined;
  const tenant = db.tenant(organizationId);
  const former = await mayPush(tenant);
  await inOrganization(tenant, ({ organization }) => organization.updateMany({ data: { mayPush: granted } }));
  return { name, former };
}
