import pg from "pg";
import type { Session } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";

const OBJECT_IN_USE = "55006";

/**
 * Drops the database. While someone is connected it fails, to be tried again, with who that is; `force` ends their
 * connections instead. The server itself waits up to five seconds for connections that are about to close.
 */
export async function dropDatabase(session: Session, name: string, force: boolean): Promise<void> {
  try {
    await session.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}${force ? " WITH (FORCE)" : ""}`);
  } catch (error) {
    if (force || !(error instanceof pg.DatabaseError) || error.code !== OBJECT_IN_USE) throw error;
    throw new Error(
      `The database "${name}" is in use and cannot be dropped: ${await connectionsTo(session, name)}. ` +
        "Close them, or set force_disconnect to end them on delete",
    );
  }
}

async function connectionsTo(session: Session, name: string): Promise<string> {
  const users = await session.query<{ user: string; application: string; count: number }>(
    `SELECT coalesce(usename, '') AS user, coalesce(application_name, '') AS application, count(*)::int AS count
     FROM pg_stat_activity WHERE datname = $1 GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5`,
    [name],
  );
  if (users.length === 0) return "its last connections are just closing";
  return users
    .map(({ user, application, count }) => `${count} by "${user}"${application && ` (${application})`}`)
    .join(", ");
}
