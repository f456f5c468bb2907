import type { ListOptions, ListPage } from "@pragma/sdk/provider";
import { identityOf } from "../identity.ts";
import { afterName, pageOf } from "../listing.ts";
import type { Session } from "../server/session.ts";
import { databaseAsIs } from "./as-found.ts";
import type { databaseConfig } from "./config.ts";
import { type DatabaseFacts, FACTS } from "./inspect.ts";
import { SYSTEM_DATABASES } from "./system.ts";

/** Lists databases by name, except templates, those of the server, and what an interrupted DROP DATABASE has left. */
export async function listDatabases(session: Session, options: ListOptions): Promise<ListPage<typeof databaseConfig>> {
  const rows = await session.query<DatabaseFacts & { name: string }>(
    `SELECT datname AS name, ${FACTS} FROM pg_database
     WHERE datname > $1 AND NOT datistemplate AND datname <> ALL ($3) AND datconnlimit >= -1
     ORDER BY datname LIMIT $2`,
    [...afterName(options), SYSTEM_DATABASES],
  );
  return pageOf(
    rows,
    options.limit,
    ({ name }) => name,
    ({ name, ...facts }) => ({ identity: identityOf(name), config: databaseAsIs(name, facts) }),
  );
}
