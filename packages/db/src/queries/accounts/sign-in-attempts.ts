import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

export interface AttemptRow {
  /** As given. */
  key: string;
  /** In this window, including this one. */
  attempts: number;
  /** Until the window ends. */
  seconds_left: number;
}

const over = "a.started_at <= now() - $2::int * interval '1 second'";

// In key order, so that concurrent calls for the same keys do not deadlock.
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

/** Counts an attempt for each key, SHA-256 in hex. A window begins with its first attempt. */
export function takeSignInAttempts(
  db: Database,
  keys: readonly string[],
  windowSeconds: number,
): Promise<AttemptRow[]> {
  return db.query<AttemptRow>(take, [keys, windowSeconds]);
}
