import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

async function remove(db: Database, statement: ReturnType<typeof systemStatement>): Promise<number> {
  return (await db.query(statement, [])).length;
}

const invitations = systemStatement(
  "prune_invitations",
  "DELETE FROM invitations WHERE expires_at < now() - interval '30 days' RETURNING 1",
);

/** Forgets invitations that were over a month ago. @returns how many */
export function pruneInvitations(db: Database): Promise<number> {
  return remove(db, invitations);
}

const emailConfirmations = systemStatement(
  "prune_email_confirmations",
  "DELETE FROM email_confirmations WHERE expires_at < now() RETURNING 1",
);

/** Forgets addresses that nobody confirmed in time. @returns how many */
export function pruneEmailConfirmations(db: Database): Promise<number> {
  return remove(db, emailConfirmations);
}

const signInAttempts = systemStatement(
  "prune_sign_in_attempts",
  "DELETE FROM sign_in_attempts WHERE started_at < now() - interval '1 day' RETURNING 1",
);

/** Forgets windows that ended long ago. @returns how many */
export function pruneSignInAttempts(db: Database): Promise<number> {
  return remove(db, signInAttempts);
}
