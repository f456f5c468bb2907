import {
  createDatabase,
  createPool,
  endPool,
  isOutage,
  refusedCertificate,
  requireMigrated,
  sameDatabaseCheck,
  type WaitingLimits,
} from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import type { Tracer } from "@pragma/telemetry/traces";
import { closeCore, createCore } from "./create-core.ts";
import type { Settings } from "./foundation/common/settings.ts";
import type { Mailer } from "./foundation/mail/index.ts";
import { SchemaValidator } from "./foundation/schemas/index.ts";
import { Keyring } from "./foundation/secrets/index.ts";
import type { Core } from "./foundation/unit-of-work/core.ts";
import { openStandby } from "./providers/readiness/open-standby.ts";

/** Per organization; each validation may take a second. */
const MAX_WAITING_VALIDATIONS = 64;

export interface OpenCoreOptions {
  /** The program's name, as shown by the database. */
  name: string;
  databaseUrl: string;
  /** The same database without a pooler, for listening; `databaseUrl` if left out. */
  directDatabaseUrl?: string;
  /** A read replica for lists and read models; none if left out. */
  readDatabaseUrl?: string | undefined;
  /** Maximum number of connections in the pool, and in that of the read replica. */
  connections: number;
  /** The database cancels a statement after this time; 30 s if omitted. */
  statementTimeoutMs?: number;
  /** Whether what waits for a database that hangs fails within 3 s: for programs that answer somebody. */
  failsFast?: boolean;
  /** How much of one organization may wait for connections. If omitted, validations may wait without limit too. */
  waitingLimits?: WaitingLimits;
  /** Comma-separated 32-byte keys in base64; the first encrypts. */
  encryptionKeys: string;
  settings: Settings;
  logger: Logger;
  /** None if omitted. */
  tracer?: Tracer | null;
  /** None if omitted. */
  mailer?: Mailer | null;
}

export interface OpenCore {
  readonly core: Core;
  /**
   * Resolves once `directDatabaseUrl` is known to lead to the same database. It may have been down at the start; so this goes before
   * work is taken there. @throws Error as `openCore` does; PostgreSQL's error while it does not answer
   */
  checkDirectDatabase(): Promise<void>;
  /** Ends the services, then closes the connections. */
  close(): Promise<void>;
}

/**
 * Opens the services of a program, with a pool of their own.
 *
 * @throws Error worded for the operator: the database lacks a migration, the way past the pooler leads to
 *   another, or a key is invalid
 */
export async function openCore(options: OpenCoreOptions): Promise<OpenCore> {
  const {
    name,
    databaseUrl,
    directDatabaseUrl = databaseUrl,
    readDatabaseUrl,
    connections,
    statementTimeoutMs,
    failsFast = false,
    encryptionKeys,
    settings,
    logger,
    tracer = null,
    mailer = null,
  } = options;
  const keyring = Keyring.parse(encryptionKeys);
  const limits = { max: connections, ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }) };
  const pool = createPool({
    url: databaseUrl,
    name,
    ...limits,
    failsFast,
    onError: (error) => logger.warn({ err: error }, "a database connection was lost"),
  });
  const checkDirectDatabase =
    directDatabaseUrl === databaseUrl ? async () => {} : sameDatabaseCheck(pool, directDatabaseUrl);
  try {
    await requireMigrated(pool);
    await checkDirectDatabase().catch((error: unknown) => {
      if (!isOutage(error)) throw error;
      logger.warn({ err: error }, "the database does not answer past the pooler (PRAGMA_DIRECT_DATABASE_URL)");
    });
  } catch (error) {
    await pool.end();
    throw refusedCertificate(error) ?? error;
  }
  const { waitingLimits } = options;
  const db = createDatabase(pool, waitingLimits);
  // Callers that wait for an answer are better told to retry; nobody waits on a worker.
  const validator = new SchemaValidator(waitingLimits === undefined ? {} : { maxWaiting: MAX_WAITING_VALIDATIONS });
  const core = createCore({
    db,
    databaseUrl: directDatabaseUrl,
    checkDatabaseUrl: checkDirectDatabase,
    standby:
      readDatabaseUrl === undefined
        ? null
        : openStandby(db, { url: readDatabaseUrl, name, ...limits, ...(waitingLimits && { waitingLimits }), logger }),
    keyring,
    settings,
    logger,
    tracer,
    mailer,
    validator,
  });
  return {
    core,
    checkDirectDatabase,
    async close() {
      await closeCore(core);
      await validator.close();
      await endPool(pool);
    },
  };
}
