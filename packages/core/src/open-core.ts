import { createDatabase, createPool, refusedCertificate, requireMigrated, type WaitingLimits } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import type { Settings } from "./common/settings.ts";
import { closeCore, createCore } from "./create-core.ts";
import type { Mailer } from "./mail/index.ts";
import { SchemaValidator } from "./schemas/index.ts";
import { Keyring } from "./secrets/index.ts";
import type { Core } from "./unit-of-work/core.ts";

/** Of one organization; each may take a second. */
const MAX_WAITING_VALIDATIONS = 64;

export interface OpenCoreOptions {
  /** The program, as the database shows it. */
  name: string;
  databaseUrl: string;
  /** The same database without a pooler, for listening; `databaseUrl` if left out. */
  directDatabaseUrl?: string;
  /** Most connections of the pool. */
  connections: number;
  /** When the database ends a statement; after 30 s if left out. */
  statementTimeoutMs?: number;
  /** How much of one organization may wait for connections; without limit, also for validation, if left out. */
  waitingLimits?: WaitingLimits;
  /** 32-byte keys in base64, by commas; the first encrypts. */
  encryptionKeys: string;
  settings: Settings;
  logger: Logger;
  /** None if left out. */
  mailer?: Mailer | null;
}

export interface OpenCore {
  readonly core: Core;
  /** Ends the services, then the connections. */
  close(): Promise<void>;
}

/**
 * The services of a program, with a pool of their own.
 *
 * @throws Error in words for the operator: a database that lacks a migration, or a key that is none
 */
export async function openCore(options: OpenCoreOptions): Promise<OpenCore> {
  const {
    name,
    databaseUrl,
    directDatabaseUrl = databaseUrl,
    connections,
    statementTimeoutMs,
    encryptionKeys,
    settings,
    logger,
    mailer = null,
  } = options;
  const keyring = Keyring.parse(encryptionKeys);
  const pool = createPool({
    url: databaseUrl,
    name,
    max: connections,
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
    onError: (error) => logger.warn({ err: error }, "a database connection was lost"),
  });
  try {
    await requireMigrated(pool);
  } catch (error) {
    await pool.end();
    throw refusedCertificate(error) ?? error;
  }
  const { waitingLimits } = options;
  const core = createCore({
    db: createDatabase(pool, waitingLimits),
    databaseUrl: directDatabaseUrl,
    keyring,
    settings,
    logger,
    mailer,
    // Whoever waits for an answer is better told to come again; a worker has nobody who waits.
    validator: new SchemaValidator(waitingLimits === undefined ? {} : { maxWaiting: MAX_WAITING_VALIDATIONS }),
  });
  return {
    core,
    async close() {
      await closeCore(core);
      await pool.end();
    },
  };
}
