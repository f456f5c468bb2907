import { createHash } from "node:crypto";
import type { Session } from "../server/session.ts";
import { quoteLiteral } from "../sql/identifier.ts";
import { canHashLocally, scramVerifier, verifierMatches } from "../sql/scram.ts";

/** The PASSWORD clause of CREATE and ALTER ROLE. */
export async function passwordClause(password: string | undefined): Promise<string> {
  if (password === undefined) return "PASSWORD NULL";
  return `PASSWORD ${quoteLiteral(canHashLocally(password) ? await scramVerifier(password) : password)}`;
}

/**
 * Whether `password` is the role's; undefined as a password means that it has none. The answer is undefined where that cannot be told: stored passwords are for superusers to read,
 * and the password may be hashed in a way that cannot be repeated here.
 */
export async function passwordIs(session: Session, role: string, password?: string): Promise<boolean | undefined> {
  const [{ readable } = { readable: false }] = await session.query<{ readable: boolean }>(
    "SELECT has_table_privilege('pg_authid', 'SELECT') AS readable",
  );
  if (!readable) return undefined;
  const [row] = await session.query<{ stored: string | null }>(
    "SELECT rolpassword AS stored FROM pg_authid WHERE rolname = $1",
    [role],
  );
  const stored = row?.stored ?? null;
  if (stored === null || password === undefined) return stored === null && password === undefined;
  if (stored.startsWith("md5"))
    return (
      stored ===
      `md5${createHash("md5")
        .update(password + role)
        .digest("hex")}`
    );
  return canHashLocally(password) ? await verifierMatches(stored, password) : undefined;
}
