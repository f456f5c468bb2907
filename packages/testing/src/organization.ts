import { hash, randomBytes, randomUUID } from "node:crypto";
import { type Role, type Scope, scopesOfRole } from "@pragma/contract";
import type { ClientBase, Pool } from "pg";

/** Connection that rows are written with: a pool, or a single one. */
type Queries = Pick<Pool | ClientBase, "query">;

/** A user's place in an organization. */
export interface Membership {
  readonly organizationId: string;
  readonly userId: string;
}

/** A token, and its secret. */
export interface IssuedToken {
  readonly tokenId: string;
  readonly token: string;
}

/** An organization that a test made, with one member and a token of theirs. */
export interface TestOrganization extends Membership, IssuedToken {}

/**
 * Another organization, which may push providers, with one member and a token, as signing up would make it.
 * @param options role of the member, by default its owner; scopes of the token, by default all of that role
 */
export async function addOrganization(
  db: Queries,
  name: string,
  { role = "owner", scopes = scopesOfRole(role) }: { role?: Role; scopes?: readonly Scope[] } = {},
): Promise<TestOrganization> {
  const organizationId = randomUUID();
  await db.query("INSERT INTO organizations (id, name, may_push) VALUES ($1, $2, true)", [organizationId, name]);
  const membership = await addMember(db, organizationId, role);
  return { ...membership, ...(await addToken(db, membership, scopes)) };
}

/** Another user, who is a member of an organization. */
export async function addMember(db: Queries, organizationId: string, role: Role): Promise<Membership> {
  const userId = randomUUID();
  await db.query("INSERT INTO users (id, email) VALUES ($1, $2)", [userId, `${userId}@example.com`]);
  const values = [organizationId, userId, role];
  await db.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)", values);
  return { organizationId, userId };
}

/** Another token of a member. */
export async function addToken(
  db: Queries,
  { organizationId, userId }: Membership,
  scopes: readonly Scope[],
): Promise<IssuedToken> {
  const tokenId = randomUUID();
  const token = `pragma_${randomBytes(32).toString("base64url")}`;
  await db.query(
    `INSERT INTO api_tokens (id, organization_id, user_id, name, prefix, token_hash, scopes)
     VALUES ($1, $2, $3, 'test token', $4, $5, $6)`,
    [tokenId, organizationId, userId, token.slice(0, 13), hash("sha256", token, "buffer"), scopes],
  );
  return { tokenId, token };
}
