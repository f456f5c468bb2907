import { type Call, type Session, type Target, withSession } from "./session.ts";
import { withSessionBeside } from "./session-beside.ts";
import { MissingDatabase } from "./translate-error.ts";

/**
 * Looks at something in a database; null if the server has no database of that name. Its catalog is asked for that, too: who refuses the
 * connection may be a pooler, which knows those databases alone that it serves.
 */
export async function lookInDatabase<T>(
  call: Call,
  target: Target & { database: string },
  look: (session: Session) => Promise<T>,
): Promise<T | null> {
  try {
    return await withSession(call, target, look);
  } catch (error) {
    if (!(error instanceof MissingDatabase)) throw error;
    const { database } = target;
    const found = await withSessionBeside(call, target, database, (session) =>
      session.query("SELECT FROM pg_database WHERE datname = $1", [database]),
    );
    if (found.length > 0) throw error;
    return null;
  }
}
