import type { Database } from "../database.ts";
import { LIVE_LOGIN } from "../queries/accounts/logins.ts";
import { type Statement, systemStatement } from "../statement.ts";

/** Tables whose rows expire by a column of their own, and the condition on a row `t`. */
const EXPIRED = {
  email_confirmations: "t.expires_at < now()",
  former_slugs: "t.expires_at <= now()",
  // Answers are kept for a day, for safe retries.
  idempotency_keys: "t.created_at < now() - interval '24 hours' ORDER BY t.created_at",
  invitations: "t.expires_at < now() - interval '30 days'",
  // A second use of a code is still recognised for a day.
  login_codes: "t.expires_at < now() - interval '1 day'",
  logins: `NOT (${LIVE_LOGIN("t")})`,
  // Left by replicas that died.
  open_streams: "t.expires_at < now()",
  // Left by askers that died.
  provider_calls: "t.expires_at < now() - interval '1 minute'",
  // Left by processes that died.
  quota_leases: "t.expires_at < now()",
  rate_limit_windows: "t.window_start < now() - interval '1 day'",
  session_revocations: "t.expires_at < now()",
  sign_in_attempts: "t.started_at < now() - interval '1 day'",
} as const;

/** A table whose rows expire. */
export type ExpiringTable = keyof typeof EXPIRED;

export const EXPIRING_TABLES = Object.keys(EXPIRED) as ExpiringTable[];

// Bounded, however many rows there are: a statement that hits its time limit would never delete any of them.
const statements = Object.fromEntries(
  Object.entries(EXPIRED).map(([table, isOver]) => [
    table,
    systemStatement(
      `prune_expired_${table}`,
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT t.ctid FROM ${table} t WHERE ${isOver} LIMIT $1
       )) RETURNING 1`,
    ),
  ]),
) as Record<ExpiringTable, Statement>;

/** Deletes up to `limit` expired rows of a table. @returns how many; fewer than `limit` means that none are left */
export async function pruneExpired(db: Database, table: ExpiringTable, limit: number): Promise<number> {
  return (await db.query(statements[table], [limit])).length;
}
