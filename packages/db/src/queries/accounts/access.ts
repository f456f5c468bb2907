import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";
import { leasedQuotasOf, rateLimitOf } from "./organization-limits.ts";

/** The holder of a credential, and their current role. */
export interface HolderRow {
  organization_id: string;
  organization_name: string;
  user_id: string;
  email: string;
  user_name: string | null;
  role: string;
  /** The organization's own limit, if an operator set one. */
  rate_limit: number | null;
  /** JSON of the leased quotas that an operator set for it, by name. */
  quotas: string | null;
}

export interface TokenHolderRow extends HolderRow {
  id: string;
  name: string;
  scopes: string[];
  expires_at: string | null;
  /** Its use was last recorded more than a minute ago. */
  use_is_news: boolean;
}

const holderColumns = `m.organization_id, o.name AS organization_name, m.user_id, u.email, u.name AS user_name, m.role,
  ${rateLimitOf("m.organization_id")} AS rate_limit, ${leasedQuotasOf("m.organization_id")} AS quotas`;

const holderByToken = systemStatement(
  "token_holder",
  `SELECT ${holderColumns}, t.id, t.name, t.scopes, t.expires_at,
     (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute') AS use_is_news
   FROM api_tokens t
   JOIN memberships m ON m.organization_id = t.organization_id AND m.user_id = t.user_id
   JOIN organizations o ON o.id = m.organization_id
   JOIN users u ON u.id = m.user_id
   WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())`,
);

// A membership that began after the session is a different one. The millisecond allows for rounding.
const holderBySession = systemStatement(
  "session_holder",
  `SELECT ${holderColumns}
   FROM memberships m
   JOIN organizations o ON o.id = m.organization_id
   JOIN users u ON u.id = m.user_id
   WHERE m.organization_id = $1 AND m.user_id = $2
     AND m.created_at <= to_timestamp($4) + interval '1 millisecond'
     AND NOT EXISTS (SELECT 1 FROM session_revocations r WHERE r.id = $3)
     AND NOT EXISTS (
       SELECT 1 FROM session_revocations r WHERE r.user_id = $2 AND r.revoked_at >= to_timestamp($4)
     )`,
);

const noteUse = systemStatement(
  "note_token_use",
  `UPDATE api_tokens SET last_used_at = now()
   WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
);

/** The holder of an API token, by the SHA-256 of its secret; undefined if it is unknown, revoked or expired. */
export async function findTokenHolder(db: Database, hash: Buffer): Promise<TokenHolderRow | undefined> {
  return (await db.query<TokenHolderRow>(holderByToken, [hash]))[0];
}

/** The user of a session; undefined if it was revoked, or its user left. `issuedAt` in seconds. */
export async function findSessionHolder(
  db: Database,
  session: { organizationId: string; userId: string; id: string; issuedAt: number },
): Promise<HolderRow | undefined> {
  const { organizationId, userId, id, issuedAt } = session;
  return (await db.query<HolderRow>(holderBySession, [organizationId, userId, id, issuedAt]))[0];
}

/** Records that a token was used, at most once a minute. */
export async function noteTokenUse(db: Database, id: string): Promise<void> {
  await db.query(noteUse, [id]);
}

/** The rights of a live credential: the token's own scopes and its holder's role. */
export interface LiveRow {
  id: string;
  /** Null for sessions, which have all scopes of the role. */
  scopes: string[] | null;
  role: string;
}

const liveTokens = systemStatement(
  "live_tokens",
  `SELECT t.id, t.scopes, m.role
   FROM api_tokens t
   JOIN memberships m ON m.organization_id = t.organization_id AND m.user_id = t.user_id
   WHERE t.id = ANY ($1::uuid[]) AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())`,
);

const liveSessions = systemStatement(
  "live_sessions",
  `SELECT s.id, NULL::text[] AS scopes, m.role
   FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::float8[]) AS s(id, organization_id, user_id, issued_at)
   JOIN memberships m ON m.organization_id = s.organization_id AND m.user_id = s.user_id
     AND m.created_at <= to_timestamp(s.issued_at) + interval '1 millisecond'
   WHERE NOT EXISTS (SELECT 1 FROM session_revocations r WHERE r.id = s.id)
     AND NOT EXISTS (
       SELECT 1 FROM session_revocations r WHERE r.user_id = s.user_id AND r.revoked_at >= to_timestamp(s.issued_at)
     )`,
);

/** The tokens that are still valid. */
export function findLiveTokens(db: Database, ids: readonly string[]): Promise<LiveRow[]> {
  return db.query<LiveRow>(liveTokens, [ids]);
}

/** The sessions that were not ended. `issuedAt` in seconds. */
export function findLiveSessions(
  db: Database,
  sessions: readonly { id: string; organizationId: string; userId: string; issuedAt: number }[],
): Promise<LiveRow[]> {
  return db.query<LiveRow>(liveSessions, [
    sessions.map((session) => session.id),
    sessions.map((session) => session.organizationId),
    sessions.map((session) => session.userId),
    sessions.map((session) => session.issuedAt),
  ]);
}
