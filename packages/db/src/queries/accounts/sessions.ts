import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

export interface SigningKeyRow {
  kid: string;
  public_jwk: string;
  private_jwk: string;
  /** New sessions are signed with another key. */
  retired: boolean;
}

// A retired key verifies as long as anything signed with it may be valid.
const keys = systemStatement(
  "signing_keys",
  `SELECT kid, public_jwk, private_jwk, retired_at IS NOT NULL AS retired FROM signing_keys
   WHERE retired_at IS NULL OR retired_at > now() - $1::int * interval '1 second'
   ORDER BY created_at DESC, kid`,
);

const lock = systemStatement("lock_signing_keys", "SELECT pg_advisory_xact_lock(hashtextextended('signing keys', 0))");

const insert = systemStatement(
  "insert_signing_key",
  "INSERT INTO signing_keys (kid, public_jwk, private_jwk) VALUES ($1, $2::jsonb, $3::jsonb)",
);

const retireOthers = systemStatement(
  "retire_signing_keys",
  "UPDATE signing_keys SET retired_at = now() WHERE kid <> $1 AND retired_at IS NULL",
);

const clock = systemStatement(
  "session_clock",
  "SELECT (extract(epoch FROM date_trunc('milliseconds', clock_timestamp())))::float8 AS seconds",
);

const revokeOne = systemStatement(
  "revoke_session",
  `INSERT INTO session_revocations (id, expires_at) VALUES ($1, now() + $2::int * interval '1 second')
   ON CONFLICT (id) DO NOTHING`,
);

const revokeAll = systemStatement(
  "revoke_sessions_of_user",
  `INSERT INTO session_revocations (id, user_id, revoked_at, expires_at)
   VALUES ('user:' || $1::text, $1::uuid, clock_timestamp(), now() + $2::int * interval '1 second')
   ON CONFLICT (id) DO UPDATE SET revoked_at = EXCLUDED.revoked_at, expires_at = EXCLUDED.expires_at`,
);

/** Keys that sessions may be signed with, newest first, including keys retired less than `retiredSeconds` ago. */
export function findSigningKeys(db: Database, retiredSeconds: number): Promise<SigningKeyRow[]> {
  return db.query<SigningKeyRow>(keys, [retiredSeconds]);
}

/** Lets one process at a time create a key, until its transaction ends. */
export async function lockSigningKeys(db: Database): Promise<void> {
  await db.query(lock, []);
}

/** Adds a key and retires all others. */
export async function insertSigningKey(
  db: Database,
  key: { kid: string; publicJwk: string; privateJwk: string },
): Promise<void> {
  await db.query(insert, [key.kid, key.publicJwk, key.privateJwk]);
  await db.query(retireOthers, [key.kid]);
}

/** The time in seconds by the database's clock, which revocations are compared with. */
export async function sessionClock(db: Database): Promise<number> {
  const [row] = await db.query<{ seconds: number }>(clock, []);
  return row?.seconds as number;
}

/** Ends one session. The revocation is kept for the session's maximum lifetime. */
export async function revokeSession(db: Database, id: string, seconds: number): Promise<void> {
  await db.query(revokeOne, [id, seconds]);
}

/** Ends all sessions that a user has so far. */
export async function revokeSessionsOf(db: Database, userId: string, seconds: number): Promise<void> {
  await db.query(revokeAll, [userId, seconds]);
}
