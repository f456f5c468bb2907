import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

export interface AttemptRow {
  /** As it was given. */
  key: string;
  /** In this window, this one included. */
  attempts: number;
  /** Until the window ends. */
  seconds_left: number;
}

const over = "a.started_at <= now() - $2::int * interval '1 second'";

// In the order of the keys, so that two who count the same ones do not wait for each other.
const take = systemStatement(
  "take_sign_in_attempts",
  `INSERT INTO sign_in_attempts AS a (key_hash, attempts)
   SELECT decode(key, 'hex'), 1 FROM unnest($1::text[]) AS key ORDER BY key
   ON CONFLICT (key_hash) DO UPDATE
   SET attempts = CASE WHEN ${over} THEN 1 ELSE a.attempts + 1 END,
       started_at = CASE WHEN ${over} THEN now() ELSE a.started_at END
   RETURNING encode(a.key_hash, 'hex') AS key, a.attempts,
     greatest(1, ceil(extract(epoch FROM a.started_at + $2::int * interval '1 second' - now())))::int AS seconds_left`,
);

const clear = systemStatement(
  "clear_sign_in_attempts",
  "DELETE FROM sign_in_attempts WHERE key_hash = decode($1, 'hex')",
);

const refund = systemStatement(
  "refund_sign_in_attempt",
  "UPDATE sign_in_attempts SET attempts = attempts - 1 WHERE key_hash = decode($1, 'hex') AND attempts > 0",
);

const prune = systemStatement(
  "prune_sign_in_attempts",
  "DELETE FROM sign_in_attempts WHERE started_at < now() - interval '1 day' RETURNING 1",
);

/** Counts an attempt for each key, SHA-256 in hex. A window begins with its first attempt. */
export function takeSignInAttempts(
  db: Database,
  keys: readonly string[],
  windowSeconds: number,
): Promise<AttemptRow[]> {
  return db.query<AttemptRow>(take, [keys, windowSeconds]);
}

/** Forgets all attempts of a key. */
export async function clearSignInAttempts(db: Database, key: string): Promise<void> {
  await db.query(clear, [key]);
}

/** Takes one attempt back. */
export async function refundSignInAttempt(db: Database, key: string): Promise<void> {
  await db.query(refund, [key]);
}

/** Forgets windows that ended long ago. @returns how many */
export async function pruneSignInAttempts(db: Database): Promise<number> {
  return (await db.query(prune, [])).length;
}
