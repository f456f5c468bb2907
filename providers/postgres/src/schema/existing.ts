import { ConfigError } from "@pragma/sdk/provider";
import type { Session } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import type { SchemaConfig, SchemaOutputs } from "./config.ts";

/** The schema that every database begins with. It may be managed, but is never dropped. */
const PUBLIC = "public";

/** Looks the schema up; null if there is none of that name. */
export async function readSchema(session: Session, { name, database }: SchemaConfig): Promise<SchemaOutputs | null> {
  const [row] = await session.query<{ owner: string }>(
    "SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1",
    [name],
  );
  return row === undefined ? null : { name, database, owner: row.owner };
}

/** Creates the schema or gives the existing one the owner of the config; resolves to what is there then. */
export async function ensureSchema(session: Session, config: SchemaConfig): Promise<SchemaOutputs> {
  const schema = quoteIdentifier(config.name);
  const owner = config.owner === undefined ? undefined : quoteIdentifier(config.owner);
  const existing = await readSchema(session, config);
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
export function refuseReserved({ name }: SchemaConfig): void {
  if (isReserved(name)) throw new ConfigError(`The schema name "${name}" is reserved by PostgreSQL`);
}

/** A schema that is there before its resource was ever ready is adopted only if this resource may well have made it. */
export function refuseStranger(config: SchemaConfig, existing: SchemaOutputs, user: string): void {
  const reason = whyNotOurs(config, existing, user);
  if (reason === null) return;
  throw new ConfigError(`A schema "${config.name}" exists already and is not taken over: ${reason}`);
}

/** Why deleting the resource leaves the schema alone; null if it is to be dropped. */
export function whyKept(config: SchemaConfig, existing: SchemaOutputs, user: string, known: boolean): string | null {
  if (isReserved(config.name)) return "it belongs to the server";
  if (config.name === PUBLIC) return "every database has it from the beginning";
  return known ? null : whyNotOurs(config, existing, user);
}

function whyNotOurs(config: SchemaConfig, existing: SchemaOutputs, user: string): string | null {
  const fits = config.name === PUBLIC || existing.owner === (config.owner ?? user);
  return fits ? null : `it is owned by "${existing.owner}"`;
}

function isReserved(name: string): boolean {
  return name.startsWith("pg_") || name === "information_schema";
}
