import { ConfigError } from "@pragma/sdk/provider";
import pg from "pg";
import type { Session } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";

const DEPENDENT_OBJECTS_STILL_EXIST = "2BP01";

/**
 * Drops the role. What it owns or may do is never taken away along with it: the ConfigError lists what is in the way,
 * in this database by name, in others by number, and what to do about it.
 */
export async function dropRole(session: Session, name: string): Promise<void> {
  try {
    await session.query(`DROP ROLE IF EXISTS ${quoteIdentifier(name)}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== DEPENDENT_OBJECTS_STILL_EXIST) throw error;
    const role = quoteIdentifier(name);
    throw new ConfigError(
      `The role ${role} cannot be dropped, because it still owns objects or has privileges: ${(error.detail ?? error.message).replaceAll("\n", "; ")}. ` +
        `In each database named, run REASSIGN OWNED BY ${role} TO another role, then DROP OWNED BY ${role}; then delete again`,
    );
  }
}
