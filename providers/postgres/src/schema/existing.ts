import { ConfigError } from "@pragma/sdk/provider";
import type { Session } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { NOT_OWN } from "../stranger.ts";
import type { SchemaConfig, SchemaOutputs } from "./config.ts";

/** The schema that every database begins with. It may be managed, but is never dropped. */
const PUBLIC = "public";

/** Looks the schema up; null if there is none of that name. */
export async function readSchema(
  session: Session,
  { name, database }: Pick<SchemaConfig, "name" | "database">,
): Promise<SchemaOutputs | null> {
  const [row] = await session.query<{ owner: string }>(
    "SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1",
    [name],
  );
  return row === undefined ? null : { name, database, owner: row.owner };
}

/**
 * Creates the schema or gives the existing one the owner of the config; resolves to what is there then.
 * @param onExisting is called before an existing one is changed, and may refuse it
 */
export async function ensureSchema(
  session: Session,
  config: SchemaConfig,
  onExisting = () => {},
): Promise<SchemaOutputs> {
  const schema = quoteIdentifier(config.name);
  const owner = config.owner === undefined ? undefined : quoteIdentifier(config.owner);
  const existing = await readSchema(session, config);
  if (existing !== null) onExisting();
  if (existing === null) {
    await session.query(`CREATE SCHEMA ${schema}${owner === undefined ? "" : ` AUTHORIZATION ${owner}`}`);
  } else if (owner !== undefined && existing.owner !== config.owner) {
    await session.query(`ALTER SCHEMA ${schema} OWNER TO ${owner}`);
  }
  const now = await readSchema(session, config);
  if (now === null) throw new Error(`The schema "${config.name}" has just disappeared`);
  return now;
}

/** Throws ConfigError for the schemas of the system catalogs. */
export function refuseReserved({ name }: Pick<SchemaConfig, "name">): void {
  if (isReserved(name)) throw new ConfigError(`The schema name "${name}" is reserved by PostgreSQL`);
}

/** Why deleting the resource leaves the schema alone; null if it is to be dropped. `own`: its resource may have made it. */
export function whyKept(name: string, own: boolean): string | null {
  if (isReserved(name)) return "it belongs to the server";
  if (name === PUBLIC) return "every database has it from the beginning";
  return own ? null : NOT_OWN;
}

function isReserved(name: string): boolean {
  return name.startsWith("pg_") || name === "information_schema";
}
