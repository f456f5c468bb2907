import type { Role, Scope } from "@pragma/contract";
import { addOrganization, addToken } from "@pragma/testing/organization";
import type { Pool } from "pg";
import { Client } from "./client.ts";

export type TenantOptions = { role?: Role; scopes?: readonly Scope[] };

/** An organization with one member, and a client with that member's token. */
export type Tenant = {
  readonly organizationId: string;
  readonly userId: string;
  readonly tokenId: string;
  /** The secret of its token. */
  readonly token: string;
  readonly client: Client;
  /** Another token of the same member. */
  withScopes(...scopes: Scope[]): Promise<Client>;
};

export async function createTenant(
  pool: Pool,
  url: string,
  { role = "owner", scopes }: TenantOptions = {},
): Promise<Tenant> {
  const organization = await addOrganization(pool, "Acme", { role, ...(scopes && { scopes }) });
  return {
    ...organization,
    client: new Client(url, organization.token),
    withScopes: async (...granted) => new Client(url, (await addToken(pool, organization, granted)).token),
  };
}
