import type { Database } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import type { Tenant } from "../tenant.ts";
import { prismaClient } from "./client.ts";
import type { InstallationClient, OrganizationClient, WholeClient } from "./delegates.ts";
import { type Reach, withRoute } from "./route.ts";

/**
 * Runs operations on the rows of one organization. They use the tenant's database, so inside a transaction they are
 * part of it.
 * @throws whatever the driver throws, with its SQLSTATE, as statements do
 */
export function inOrganization<Result>(
  tenant: Tenant,
  work: (client: OrganizationClient) => Promise<Result>,
): Promise<Result> {
  return through(tenant.db, { organizationId: tenant.organizationId }, work);
}

/** Runs operations on rows of no organization: accounts, and how they sign in. See {@link inOrganization}. */
export function inInstallation<Result>(
  db: Database,
  work: (client: InstallationClient) => Promise<Result>,
): Promise<Result> {
  return through(db, "installation", work);
}

/**
 * Runs operations on rows of any organization: for sign-in, which has to find the organization, and for operators. Not
 * for requests of an organization's members. See {@link inOrganization}.
 */
export function acrossOrganizations<Result>(
  db: Database,
  work: (client: WholeClient) => Promise<Result>,
): Promise<Result> {
  return through(db, "everything", work);
}

async function through<Client, Result>(
  db: Database,
  reach: Reach,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const route = { db, reach, failure: undefined as unknown };
  try {
    // Awaited inside: Prisma starts an operation only when it is awaited.
    return await withRoute(route, async () => await work(prismaClient() as unknown as Client));
  } catch (error) {
    throw route.failure ?? withoutArguments(error);
  }
}

/** Prisma's message about an invalid argument contains all arguments, even secrets; its last line names the problem. */
function withoutArguments(error: unknown): unknown {
  if (!(error instanceof Prisma.PrismaClientValidationError)) return error;
  return new Error(`Prisma Client refused an operation: ${error.message.trim().split("\n").at(-1)}`);
}
