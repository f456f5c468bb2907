import type { Session } from "../server/session.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/identifier.ts";
import type { DatabaseConfig } from "./config.ts";
import { type ExistingDatabase, inspectDatabase } from "./inspect.ts";

/** Creates the database. Not in a transaction: CREATE DATABASE runs in none, and is all or nothing by itself. */
export async function createDatabase(session: Session, config: DatabaseConfig): Promise<void> {
  const options = [
    config.owner === undefined ? "" : ` OWNER ${quoteIdentifier(config.owner)}`,
    config.template === undefined ? "" : ` TEMPLATE ${quoteIdentifier(config.template)}`,
    config.encoding === undefined ? "" : ` ENCODING ${quoteLiteral(config.encoding)}`,
    config.locale === undefined ? "" : ` LOCALE ${quoteLiteral(config.locale)}`,
    ` CONNECTION LIMIT ${config.connection_limit}`,
  ];
  await session.query(`CREATE DATABASE ${quoteIdentifier(config.name)}${options.join("")}`);
}

/** Brings an existing database to the config: owner and connection limit, all that can change. */
export async function alterDatabase(
  session: Session,
  config: DatabaseConfig,
  existing: ExistingDatabase,
): Promise<void> {
  const database = quoteIdentifier(config.name);
  if (config.owner !== undefined && config.owner !== existing.owner) {
    await session.query(`ALTER DATABASE ${database} OWNER TO ${quoteIdentifier(config.owner)}`);
  }
  if (config.connection_limit !== existing.connectionLimit) {
    await session.query(`ALTER DATABASE ${database} CONNECTION LIMIT ${config.connection_limit}`);
  }
}

/** Returns what the server says about a database that was seen or made a moment ago. */
export async function readDatabase(session: Session, config: DatabaseConfig): Promise<ExistingDatabase> {
  const existing = await inspectDatabase(session, config);
  if (existing === null) throw new Error(`The database "${config.name}" has just disappeared`);
  return existing;
}
