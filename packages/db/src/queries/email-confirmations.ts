import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

/** An address that an account is to have, or has and is to prove. */
export interface EmailConfirmationRow {
  email: string;
  /** A mail was sent there. */
  mailed: boolean;
  created_at: string;
  expires_at: string;
}

/** The same, with whose account it is. */
export interface AwaitedEmailRow extends EmailConfirmationRow {
  user_id: string;
  name: string | null;
  /** The address that the account has. */
  former_email: string;
}

const columns = "c.email, c.token_hash IS NOT NULL AS mailed, c.created_at, c.expires_at";

const put = systemStatement(
  "put_email_confirmation",
  `INSERT INTO email_confirmations (user_id, email, token_hash, expires_at)
   VALUES ($1, $2, $3, now() + $4::int * interval '1 second')
   ON CONFLICT (user_id) DO UPDATE
   SET email = EXCLUDED.email, token_hash = EXCLUDED.token_hash, created_at = now(), expires_at = EXCLUDED.expires_at`,
);

const find = systemStatement(
  "find_email_confirmation",
  `SELECT ${columns} FROM email_confirmations c WHERE c.user_id = $1 AND c.expires_at > now()`,
);

const list = systemStatement(
  "list_email_confirmations",
  `SELECT c.user_id, u.name, u.email AS former_email, ${columns}
   FROM email_confirmations c JOIN users u ON u.id = c.user_id
   WHERE c.expires_at > now() ORDER BY c.created_at, c.user_id LIMIT $1`,
);

const takeByToken = systemStatement(
  "take_email_confirmation_by_token",
  `DELETE FROM email_confirmations c WHERE c.user_id = $1 AND c.token_hash = $2 AND c.expires_at > now()
   RETURNING ${columns}`,
);

const takeByEmail = systemStatement(
  "take_email_confirmation",
  `DELETE FROM email_confirmations c WHERE c.user_id = $1 AND c.email = $2 AND c.expires_at > now()
   RETURNING ${columns}`,
);

const remove = systemStatement(
  "delete_email_confirmation",
  "DELETE FROM email_confirmations WHERE user_id = $1 RETURNING user_id",
);

const prune = systemStatement(
  "prune_email_confirmations",
  "DELETE FROM email_confirmations WHERE expires_at < now() RETURNING 1",
);

export interface NewEmailConfirmation {
  userId: string;
  email: string;
  /** SHA-256 of the token in the mail; null where none is sent. */
  hash: Buffer | null;
  seconds: number;
}

/** Has an address wait for its confirmation, in place of any other of the account. */
export async function putEmailConfirmation(db: Database, confirmation: NewEmailConfirmation): Promise<void> {
  const { userId, email, hash, seconds } = confirmation;
  await db.query(put, [userId, email, hash, seconds]);
}

/** What an account's confirmation waits for. */
export async function findEmailConfirmation(db: Database, userId: string): Promise<EmailConfirmationRow | undefined> {
  return (await db.query<EmailConfirmationRow>(find, [userId]))[0];
}

/** The oldest of those that wait. */
export function listEmailConfirmations(db: Database, limit: number): Promise<AwaitedEmailRow[]> {
  return db.query<AwaitedEmailRow>(list, [limit]);
}

/** Uses up what was sent to an account's address. Undefined if it is unknown, used, replaced or over. */
export async function takeEmailConfirmationByToken(
  db: Database,
  userId: string,
  hash: Buffer,
): Promise<EmailConfirmationRow | undefined> {
  return (await db.query<EmailConfirmationRow>(takeByToken, [userId, hash]))[0];
}

/** Uses up a confirmation, if it is still for this address. */
export async function takeEmailConfirmation(
  db: Database,
  userId: string,
  email: string,
): Promise<EmailConfirmationRow | undefined> {
  return (await db.query<EmailConfirmationRow>(takeByEmail, [userId, email]))[0];
}

/** @returns false if there was none */
export async function deleteEmailConfirmation(db: Database, userId: string): Promise<boolean> {
  return (await db.query(remove, [userId])).length > 0;
}

/** Forgets those that are over. @returns how many */
export async function pruneEmailConfirmations(db: Database): Promise<number> {
  return (await db.query(prune, [])).length;
}
