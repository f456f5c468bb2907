import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";
import { leasedQuotasOf, rateLimitOf } from "./organization-limits.ts";

/** How long a login may go unused. */
const IDLE = "interval '7 days'";

/** A signed-in person, and the organizations that they are a member of. */
export interface LoginHolderRow {
  id: string;
  user_id: string;
  email: string;
  email_proven: boolean;
  operator: boolean;
  user_name: string | null;
  /** The one last looked at, whether or not they are still a member. */
  organization_id: string | null;
  /** JSON array of {id, slug, name, role, rateLimit}, by name. */
  organizations: string;
  /** Its use was last recorded more than a minute ago. */
  use_is_news: boolean;
}

/** Whether a row of `logins`, by its alias, is still alive. */
export const LIVE_LOGIN = (l: string): string => `${l}.expires_at > now() AND ${l}.last_seen_at > now() - ${IDLE}`;

const alive = LIVE_LOGIN("l");

const holder = systemStatement(
  "login_holder",
  `SELECT l.id, l.user_id, l.organization_id, u.email, u.email_proven_at IS NOT NULL AS email_proven, u.operator,
     u.name AS user_name, l.last_seen_at < now() - interval '1 minute' AS use_is_news,
     COALESCE((
       SELECT json_agg(json_build_object('id', o.id, 'slug', o.slug, 'name', o.name, 'role', m.role,
         'rateLimit', ${rateLimitOf("o.id")}, 'quotas', COALESCE(${leasedQuotasOf("o.id")}, '{}')) ORDER BY o.name, o.id)
       FROM memberships m JOIN organizations o ON o.id = m.organization_id
       WHERE m.user_id = l.user_id
     ), '[]') AS organizations
   FROM logins l JOIN users u ON u.id = l.user_id
   WHERE l.secret_hash = $1 AND ${alive}`,
);

const noteUse = systemStatement(
  "note_login_use",
  "UPDATE logins SET last_seen_at = now() WHERE id = $1 AND last_seen_at < now() - interval '1 minute'",
);

const insert = systemStatement(
  "insert_login",
  `INSERT INTO logins AS l (id, user_id, organization_id, secret_hash, expires_at, user_agent, address)
   SELECT $1, u.id, (
     SELECT m.organization_id FROM memberships m JOIN organizations o ON o.id = m.organization_id
     WHERE m.user_id = u.id AND ($3::uuid IS NULL OR m.organization_id = $3)
     ORDER BY (m.organization_id = u.last_organization_id) DESC NULLS LAST, o.name, o.id LIMIT 1
   ), $4, now() + $5::int * interval '1 second', $6, $7
   FROM users u WHERE u.id = $2 AND ($8::text IS NULL OR u.password_hash = $8) FOR SHARE OF u
   RETURNING l.organization_id, l.expires_at, (SELECT COALESCE(u.name, u.email) FROM users u WHERE u.id = $2) AS user_name`,
);

const lookAt = systemStatement(
  "look_at_organization",
  `WITH moved AS (
     UPDATE logins l SET organization_id = $3
     WHERE l.id = $1 AND l.user_id = $2 AND ${alive}
       AND EXISTS (SELECT 1 FROM memberships m WHERE m.organization_id = $3 AND m.user_id = $2)
     RETURNING l.id
   )
   UPDATE users SET last_organization_id = $3 WHERE id = $2 AND EXISTS (SELECT 1 FROM moved)`,
);

const live = systemStatement(
  "live_logins",
  `SELECT s.token_id AS id, NULL::text[] AS scopes, m.role
   FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS s(token_id, id, organization_id)
   JOIN logins l ON l.id = s.id AND ${alive}
   JOIN memberships m ON m.organization_id = s.organization_id AND m.user_id = l.user_id`,
);

/** The user signed in with a secret, by its SHA-256; undefined if nobody is, or no longer. */
export async function findLoginHolder(db: Database, hash: Buffer): Promise<LoginHolderRow | undefined> {
  return (await db.query<LoginHolderRow>(holder, [hash]))[0];
}

/** Records that a login was used, at most once a minute. */
export async function noteLoginUse(db: Database, id: string): Promise<void> {
  await db.query(noteUse, [id]);
}

export interface NewLogin {
  id: string;
  userId: string;
  /** Null for the one last looked at, else the first by name. */
  organizationId: string | null;
  hash: Buffer;
  seconds: number;
  userAgent: string | null;
  address: string;
  /** Must still be the account's password hash when the login is created; null if it does not matter. */
  passwordHash: string | null;
}

/**
 * Undefined if there is no such account, or its password differs. The organization is null if they are in none, or not
 * in the given one.
 */
export async function insertLogin(
  db: Database,
  login: NewLogin,
): Promise<{ organization_id: string | null; expires_at: string; user_name: string } | undefined> {
  const { id, userId, organizationId, hash, seconds, userAgent, address, passwordHash } = login;
  return (
    await db.query<{ organization_id: string | null; expires_at: string; user_name: string }>(insert, [
      id,
      userId,
      organizationId,
      hash,
      seconds,
      userAgent,
      address,
      passwordHash,
    ])
  )[0];
}

/** Records the organization being looked at. Does nothing if the login has ended, or its user is not a member. */
export async function noteVisited(
  db: Database,
  login: { id: string; userId: string },
  organizationId: string,
): Promise<void> {
  await db.query(lookAt, [login.id, login.userId, organizationId]);
}

/** The logins that are alive and whose user is a member. Ids are returned as given. */
export function findLiveLogins(
  db: Database,
  logins: readonly { key: string; id: string; organizationId: string }[],
): Promise<{ id: string; scopes: null; role: string }[]> {
  return db.query(live, [
    logins.map(({ key }) => key),
    logins.map(({ id }) => id),
    logins.map(({ organizationId }) => organizationId),
  ]);
}
