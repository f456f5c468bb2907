import type { Database } from "../../database.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

export interface LoginCodeRow {
  organization_id: string;
  user_id: string;
  user_name: string | null;
  email: string;
  role: string;
  code_challenge: string;
  name: string;
  scopes: string[];
}

const insert = tenantStatement(
  "insert_login_code",
  `INSERT INTO login_codes (organization_id, code_hash, user_id, code_challenge, name, scopes, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6::text[], now() + $7::int * interval '1 second')
   RETURNING expires_at`,
);

const use = systemStatement(
  "use_login_code",
  `UPDATE login_codes c SET used_at = now()
   FROM memberships m, users u
   WHERE c.code_hash = $1 AND c.used_at IS NULL AND c.expires_at > now()
     AND m.organization_id = c.organization_id AND m.user_id = c.user_id AND u.id = c.user_id
   RETURNING c.organization_id, c.user_id, u.name AS user_name, u.email, m.role, c.code_challenge, c.name, c.scopes`,
);

const noteToken = systemStatement("note_token_of_code", "UPDATE login_codes SET token_id = $2 WHERE code_hash = $1");

const revokeAgain = systemStatement(
  "revoke_token_of_used_code",
  `UPDATE api_tokens t SET revoked_at = now() FROM login_codes c
   WHERE c.code_hash = $1 AND c.used_at IS NOT NULL AND t.id = c.token_id AND t.revoked_at IS NULL
   RETURNING t.organization_id, t.id, t.user_id, t.name`,
);

// Used codes stay, so that a second use is recognised.
const endOpen = systemStatement(
  "end_open_login_codes",
  "DELETE FROM login_codes WHERE user_id = $1 AND used_at IS NULL",
);

export interface NewLoginCode {
  hash: Buffer;
  userId: string;
  codeChallenge: string;
  name: string;
  scopes: readonly string[];
  seconds: number;
}

/** @returns when it expires */
export async function insertLoginCode(tenant: Tenant, code: NewLoginCode): Promise<string> {
  const { hash, userId, codeChallenge, name, scopes, seconds } = code;
  const row = await tenant.queryOne<{ expires_at: string }>(insert, hash, userId, codeChallenge, name, scopes, seconds);
  return row?.expires_at as string;
}

/** Uses a code up. Undefined if it is unknown, expired or used. */
export async function takeLoginCode(db: Database, hash: Buffer): Promise<LoginCodeRow | undefined> {
  return (await db.query<LoginCodeRow>(use, [hash]))[0];
}

/** Records the token that a code was exchanged for. */
export async function noteTokenOfCode(db: Database, hash: Buffer, tokenId: string): Promise<void> {
  await db.query(noteToken, [hash, tokenId]);
}

/** A token that was revoked. */
export interface RevokedTokenRow {
  organization_id: string;
  id: string;
  user_id: string;
  name: string;
}

/** Revokes the token that a used code was exchanged for. Undefined if there is none, or it is already revoked. */
export async function revokeTokenOfUsedCode(db: Database, hash: Buffer): Promise<RevokedTokenRow | undefined> {
  return (await db.query<RevokedTokenRow>(revokeAgain, [hash]))[0];
}

/** Deletes the codes of an account that have not been exchanged. */
export async function endOpenLoginCodes(db: Database, userId: string): Promise<void> {
  await db.query(endOpen, [userId]);
}
