import type { Database } from "../../database.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

const lock = systemStatement("lock_bootstrap", "SELECT pg_advisory_xact_lock(hashtextextended('bootstrap', 0))");

const anyAccount = systemStatement("any_account", "SELECT EXISTS (SELECT 1 FROM users) AS found");

// An account may own several organizations later; the first is the one that bootstrapping created.
const ownership = systemStatement(
  "first_ownership",
  `SELECT m.organization_id, m.user_id FROM users u JOIN memberships m ON m.user_id = u.id
   WHERE u.email = $1 AND m.role = 'owner' ORDER BY m.created_at, m.organization_id LIMIT 1`,
);

const firstOwner = systemStatement(
  "first_owner",
  `SELECT m.organization_id, m.user_id FROM memberships m
   WHERE m.role = 'owner' ORDER BY m.created_at, m.organization_id, m.user_id LIMIT 1`,
);

// Unlike an account of that email, it has no way to sign in.
const placeholder = systemStatement(
  "placeholder_owner",
  `SELECT m.organization_id, m.user_id FROM users u JOIN memberships m ON m.user_id = u.id AND m.role = 'owner'
   WHERE u.email = $1 AND u.password_hash IS NULL
     AND NOT EXISTS (SELECT 1 FROM oauth_accounts a WHERE a.user_id = u.id)
   ORDER BY m.created_at, m.organization_id LIMIT 1`,
);

const claim = systemStatement(
  "claim_placeholder",
  "UPDATE users SET email = $2, name = $3, password_hash = $4, email_proven_at = now() WHERE id = $1",
);

const createOwnerStatement = systemStatement(
  "create_owner",
  `WITH organization AS (
     INSERT INTO organizations (id, name, may_push) VALUES ($1, $2, true) RETURNING id
   ), account AS (
     INSERT INTO users (id, email, name, password_hash, operator, email_proven_at)
     VALUES ($3, $4, $5, $6, true, CASE WHEN $6::text IS NOT NULL THEN now() END) RETURNING id
   )
   INSERT INTO memberships (organization_id, user_id, role)
   SELECT organization.id, account.id, 'owner' FROM organization, account`,
);

const tokenByHash = systemStatement("token_by_hash", "SELECT id FROM api_tokens WHERE token_hash = $1");

const putToken = tenantStatement(
  "put_bootstrap_token",
  `INSERT INTO api_tokens (organization_id, id, user_id, name, prefix, token_hash, scopes)
   VALUES ($1, $2, $3, $4, $5, $6, $7::text[])
   ON CONFLICT (id) DO UPDATE
   SET user_id = EXCLUDED.user_id, prefix = EXCLUDED.prefix, token_hash = EXCLUDED.token_hash,
       scopes = EXCLUDED.scopes, created_at = now(), last_used_at = NULL, revoked_at = NULL`,
);

export interface Ownership {
  organization_id: string;
  user_id: string;
}

/** Lets one process at a time bootstrap, until its transaction ends. */
export async function lockBootstrap(db: Database): Promise<void> {
  await db.query(lock, []);
}

export async function hasAnyAccount(db: Database): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(anyAccount, []);
  return row?.found === true;
}

/** The first organization that the account of this email owns. */
export async function findOwnership(db: Database, email: string): Promise<Ownership | undefined> {
  return (await db.query<Ownership>(ownership, [email]))[0];
}

/** The longest-standing owner of an organization. */
export async function findFirstOwner(db: Database): Promise<Ownership | undefined> {
  return (await db.query<Ownership>(firstOwner, []))[0];
}

/** The owner that was created with this email for lack of another, as long as nobody has claimed it. */
export async function findPlaceholder(db: Database, email: string): Promise<Ownership | undefined> {
  return (await db.query<Ownership>(placeholder, [email]))[0];
}

/** The first account's name, and how it signs in: not at all without a password. */
export interface FirstAccount {
  email: string;
  name: string | null;
  passwordHash: string | null;
}

/** Turns the placeholder into somebody's account. The operator vouches for the address. Tokens and memberships stay. */
export async function claimPlaceholder(db: Database, userId: string, account: FirstAccount): Promise<void> {
  const { email, name, passwordHash } = account;
  await db.query(claim, [userId, email, name, passwordHash]);
}

/**
 * Creates the first organization and the account that owns it. Whoever starts the product vouches for the account's
 * address, and makes it an operator.
 */
export async function createOwner(
  db: Database,
  owner: FirstAccount & { organizationId: string; organizationName: string; userId: string },
): Promise<void> {
  const { organizationId, organizationName, userId, email, name, passwordHash } = owner;
  await db.query(createOwnerStatement, [organizationId, organizationName, userId, email, name, passwordHash]);
}

/** Whether a token with this hash exists, revoked or not. */
export async function isTokenKnown(db: Database, hash: Buffer): Promise<boolean> {
  return (await db.query(tokenByHash, [hash])).length > 0;
}

/** Writes the token under its id, replacing any previous one. */
export async function putBootstrapToken(
  tenant: Tenant,
  token: { id: string; userId: string; name: string; prefix: string; hash: Buffer; scopes: readonly string[] },
): Promise<void> {
  const { id, userId, name, prefix, hash, scopes } = token;
  await tenant.query(putToken, id, userId, name, prefix, hash, scopes);
}
