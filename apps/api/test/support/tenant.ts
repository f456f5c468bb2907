import { hash, randomBytes, randomUUID } from "node:crypto";
import { type Role, type Scope, scopesOfRole } from "@pragma/contract";
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
  const organizationId = randomUUID();
  const userId = randomUUID();
  await pool.query("INSERT INTO organizations (id, name, may_push) VALUES ($1, $2, true)", [
    organizationId,
    `org ${organizationId}`,
  ]);
  await pool.query("INSERT INTO users (id, email) VALUES ($1, $2)", [userId, `${userId}@example.com`]);
  await pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)", [
    organizationId,
    userId,
    role,
  ]);
  const issue = async (granted: readonly Scope[]) => {
    const id = randomUUID();
    const secret = `pragma_${randomBytes(32).toString("base64url")}`;
    await pool.query(
      `INSERT INTO api_tokens (id, organization_id, user_id, name, prefix, token_hash, scopes)
       VALUES ($1, $2, $3, 'test', $4, $5, $6)`,
      [id, organizationId, userId, secret.slice(0, 13), hash("sha256", secret, "buffer"), granted],
    );
    return { id, secret, client: new Client(url, secret) };
  };
  const first = await issue(scopes ?? scopesOfRole(role));
  return {
    organizationId,
    userId,
    tokenId: first.id,
    token: first.secret,
    client: first.client,
    withScopes: async (...granted) => (await issue(granted)).client,
  };
}
