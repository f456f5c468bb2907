import type { ListOptions, ListPage } from "@pragma/sdk/provider";
import { identityOf } from "../identity.ts";
import { afterName, pageOf } from "../listing.ts";
import type { Session } from "../server/session.ts";
import type { schemaConfig } from "./config.ts";

/** Lists the schemas of a database by name, except those of the server and of extensions. */
export async function listSchemas(
  session: Session,
  database: string,
  options: ListOptions,
): Promise<ListPage<typeof schemaConfig>> {
  const rows = await session.query<{ name: string; owner: string }>(
    `SELECT nspname AS name, pg_get_userbyid(nspowner) AS owner FROM pg_namespace n
     WHERE nspname > $1 AND NOT starts_with(nspname, 'pg_') AND nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass AND objid = n.oid AND deptype = 'e')
     ORDER BY nspname LIMIT $2`,
    afterName(options),
  );
  return pageOf(
    rows,
    options.limit,
    ({ name }) => name,
    ({ name, owner }) => ({ identity: identityOf(database, name), config: { database, name, owner } }),
  );
}
