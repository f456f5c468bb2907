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
