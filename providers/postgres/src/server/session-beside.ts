import { parseServerUrl } from "./server-url.ts";
import { type Call, type Session, type Target, withSession } from "./session.ts";

/** A session elsewhere than in the database `name`, which may be missing and could not be dropped from within. */
export async function withSessionBeside<T>(
  call: Call,
  { server_url, server_ca }: Target,
  name: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const named = parseServerUrl(server_url, server_ca).database;
  return await withSession(call, { server_url, server_ca, database: named === name ? "postgres" : named }, work);
}
