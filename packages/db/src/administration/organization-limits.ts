import type { Database } from "../database.ts";
import { acrossOrganizations, inOrganization } from "../prisma/scopes.ts";
import type { Tenant } from "../tenant.ts";
import { databaseNow } from "./clock.ts";

/** A limit that an operator set for an organization in place of the setting. */
export interface OrganizationLimitRow {
  name: string;
  value: number;
}

/** The limits that operators set for the organization, by name. */
export async function findOrganizationLimits(tenant: Tenant): Promise<OrganizationLimitRow[]> {
  const found = await inOrganization(tenant, ({ organizationLimit }) =>
    organizationLimit.findMany({ select: { name: true, value: true }, orderBy: { name: "asc" } }),
  );
  return found.map(({ name, value }) => ({ name, value: Number(value) }));
}

/** The name of an organization, for operators. */
export async function findOrganizationName(db: Database, id: string): Promise<string | undefined> {
  const found = await acrossOrganizations(db, ({ organization }) =>
    organization.findFirst({ where: { id }, select: { name: true } }),
  );
  return found?.name;
}

/** Sets a limit, under the lock of the organization; null removes it, so that the setting applies again. */
export async function setOrganizationLimit(tenant: Tenant, name: string, value: number | null): Promise<void> {
  const updatedAt = await databaseNow(tenant);
  await inOrganization(tenant, async ({ organizationLimit }) => {
    await organizationLimit.deleteMany({ where: { name } });
    if (value !== null) await organizationLimit.create({ data: { name, value: BigInt(value), updatedAt } });
  });
}
