import type { ListOptions, ListPage } from "@pragma/sdk/provider";
import { identityOf } from "../identity.ts";
import { afterName, pageOf } from "../listing.ts";
import type { Session } from "../server/session.ts";
import type { extensionConfig } from "./config.ts";

/** Installed in every database from the beginning, and used by other extensions and by DO. */
export const PREINSTALLED = "plpgsql";

/** Lists the extensions of a database by name, except the one that every database has. */
export async function listExtensions(
  session: Session,
  database: string,
  options: ListOptions,
): Promise<ListPage<typeof extensionConfig>> {
  const rows = await session.query<{ name: string; version: string; schema: string }>(
    `SELECT extname AS name, extversion AS version, nspname AS schema
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
     WHERE extname > $1 AND extname <> $3 ORDER BY extname LIMIT $2`,
    [...afterName(options), PREINSTALLED],
  );
  return pageOf(
    rows,
    options.limit,
    ({ name }) => name,
    (extension) => ({ identity: identityOf(database, extension.name), config: { database, ...extension } }),
  );
}
