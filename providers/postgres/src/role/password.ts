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
 * Password of the role as it is stored, hashed; null for none. Undefined where it may not be read: that is for superusers, and for
 * whom they let read pg_authid.
 */
export async function storedPassword(session: Session, role: string): Promise<string | null | undefined> {
  const [{ readable } = { readable: false }] = await session.query<{ readable: boolean }>(
    "SELECT has_table_privilege('pg_authid', 'SELECT') AS readable",
  );
  if (!readable) return undefined;
  const [row] = await session.query<{ stored: string | null }>(
    "SELECT rolpassword AS stored FROM pg_authid WHERE rolname = $1",
    [role],
  );
  return row?.stored ?? null;
}

/** Whether `stored` is a hash of the role's `password`; undefined if it was hashed in a way that cannot be repeated here. */
export async function isHashOf(stored: string, role: string, password: string): Promise<boolean | undefined> {
  if (stored.startsWith("md5")) {
    const hash = createHash("md5")
      .update(password + role)
      .digest("hex");
    return stored === `md5${hash}`;
  }
  return canHashLocally(password) ? await verifierMatches(stored, password) : undefined;
}

/** Whether `password` is the role's; undefined where that cannot be told. */
export async function passwordIs(session: Session, role: string, password: string): Promise<boolean | undefined> {
  const stored = await storedPassword(session, role);
  if (stored === undefined) return undefined;
  return stored === null ? false : await isHashOf(stored, role, password);
}
