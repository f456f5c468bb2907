import { ConfigError } from "@pragma/sdk/provider";
import type { Session } from "../server/session.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import type { ExtensionConfig, ExtensionOutputs } from "./config.ts";

/** Looks the extension up; null if it is not installed in this database. */
export async function readExtension(
  session: Session,
  { name, database }: Pick<ExtensionConfig, "name" | "database">,
): Promise<ExtensionOutputs | null> {
  const [row] = await session.query<{ version: string; schema: string }>(
    `SELECT extversion AS version, nspname AS schema
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = $1`,
    [name],
  );
  return row === undefined ? null : { name, database, version: row.version, schema: row.schema };
}

/**
 * Installs the extension, or brings the installed one to version and schema; resolves to what is there then.
 * @param onExisting is called before an installed one is changed, and may refuse it
 */
export async function ensureExtension(
  session: Session,
  config: ExtensionConfig,
  onExisting = () => {},
): Promise<ExtensionOutputs> {
  return await session.transaction(async () => {
    const existing = await readExtension(session, config);
    if (existing !== null) onExisting();
    if (existing === null) await install(session, config);
    else await adjust(session, config, existing);
    const now = await readExtension(session, config);
    if (now === null) throw new Error(`The extension "${config.name}" has just disappeared`);
    return now;
  });
}

async function install(session: Session, config: ExtensionConfig): Promise<void> {
  const available = await session.query<{ version: string; schema: string | null }>(
    "SELECT version, schema FROM pg_available_extension_versions WHERE name = $1 ORDER BY version",
    [config.name],
  );
  if (available.length === 0) {
    throw new ConfigError(
      `The server does not have the extension "${config.name}"; the view pg_available_extensions lists those it has`,
    );
  }
  refuseUnknownVersion(config, available);
  const fixed = available.find(({ schema }) => schema !== null)?.schema;
  const schema = config.schema ?? (fixed === undefined ? "public" : undefined);
  await session.query(
    [
      `CREATE EXTENSION ${quoteIdentifier(config.name)} WITH`,
      schema === undefined ? "" : `SCHEMA ${quoteIdentifier(schema)}`,
      config.version === undefined ? "" : `VERSION ${quoteIdentifier(config.version)}`,
      config.install_required ? "CASCADE" : "",
    ].join(" "),
  );
}

async function adjust(session: Session, config: ExtensionConfig, existing: ExtensionOutputs): Promise<void> {
  const extension = quoteIdentifier(config.name);
  if (config.version !== undefined && config.version !== existing.version) {
    await session.query(`ALTER EXTENSION ${extension} UPDATE TO ${quoteIdentifier(config.version)}`);
  }
  if (config.schema !== undefined && config.schema !== existing.schema) {
    await session.query(`ALTER EXTENSION ${extension} SET SCHEMA ${quoteIdentifier(config.schema)}`);
  }
}

/** The view lists every version that can be installed, update scripts included. */
function refuseUnknownVersion(config: ExtensionConfig, available: { version: string }[]): void {
  if (config.version === undefined || available.some(({ version }) => version === config.version)) return;
  const known = available.map(({ version }) => version).join(", ");
  throw new ConfigError(`The extension "${config.name}" has no version "${config.version}" here; there are ${known}`);
}
