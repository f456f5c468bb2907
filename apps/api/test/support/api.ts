import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Core } from "@pragma/core";
import { closeCore, createCore } from "@pragma/core";
import { SchemaValidator } from "@pragma/core/schemas";
import { Keyring } from "@pragma/core/secrets";
import { DEFAULT_SETTINGS, type Settings } from "@pragma/core/settings";
import { createDatabase, createPool, type WaitingLimits } from "@pragma/db";
import { createLogger, watchEventLoop } from "@pragma/telemetry";
import { createTestDatabase, type PgBouncerOptions, startPgBouncer } from "@pragma/testing";
import type { Pool } from "pg";
import { buildServer } from "../../src/server.ts";
import { type ApiSettings, DEFAULT_API_SETTINGS } from "../../src/settings.ts";
import { Client } from "./client.ts";
import { createTenant, type Tenant, type TenantOptions } from "./tenant.ts";

export type TestApi = {
  readonly url: string;
  readonly core: Core;
  readonly databaseUrl: string;
  readonly pool: Pool;
  /** Anonymous: calls without a token. */
  readonly anonymous: Client;
  /** A new organization with one member and a token with all the scopes that the role allows. */
  tenant(options?: TenantOptions): Promise<Tenant>;
  /** A client with another token. */
  client(token: string): Client;
  /** Another gateway of the same installation, with memory and connections of its own. It closes with this one. */
  replica(): Promise<{ client(token: string): Client }>;
  /**
   * Ends it. Fails if anything was logged as an error: what a test provokes on purpose is a 4xx. A blocked event loop is
   * one.
   */
  close(): Promise<void>;
};

export type TestApiOptions = {
  settings?: Partial<Settings>;
  apiSettings?: Partial<ApiSettings>;
  /** Limits of requests that wait for the database. */
  waitingLimits?: WaitingLimits;
  lockTimeoutMs?: number;
  /** Connections of the pool; 5 if left out. */
  connections?: number;
  /** Validations of one organization that may wait; without limit if left out. */
  maxWaitingValidations?: number;
};

/** `session` or `transaction`: the API then reaches its database through PgBouncer, but for what needs a session. */
const POOLER = process.env["PRAGMA_TEST_POOLER"] as PgBouncerOptions["mode"] | undefined;

/** Mistakes no schema for a slow one because the machine is busy. */
const PATIENCE = { deadlineMs: 30_000 };

/** Shared by all gateways of the process, and closed by nobody: its threads take a quarter of a processor second to start. */
const VALIDATOR = new SchemaValidator(PATIENCE);

/** The real gateway over a database of its own, listening on a free port. */
export async function startApi(options: TestApiOptions = {}): Promise<TestApi> {
  const {
    settings = {},
    apiSettings = {},
    waitingLimits = {},
    lockTimeoutMs,
    connections = 5,
    maxWaitingValidations,
  } = options;
  const database = await createTestDatabase();
  const pooler = POOLER && (await startPgBouncer(database.url, { mode: POOLER }));
  const pooledUrl = pooler?.url ?? database.url;
  const pool = createPool({
    url: pooledUrl,
    name: "api-test",
    max: connections,
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
  });
  const errors: string[] = [];
  const logger = createLogger({
    service: "api-test",
    level: "error",
    pretty: false,
    destination: { write: (line) => void errors.push(line) },
  });
  const validator =
    maxWaitingValidations === undefined
      ? VALIDATOR
      : new SchemaValidator({ ...PATIENCE, maxWaiting: maxWaitingValidations });
  const core = createCore({
    db: createDatabase(pool, { ...waitingLimits, refusesLateLocks: true }),
    databaseUrl: database.url,
    keyring: new Keyring([randomBytes(32)]),
    settings: { ...DEFAULT_SETTINGS, ...settings },
    logger,
    validator,
  });
  const { app, url } = await listen(core, apiSettings);
  const watch = watchEventLoop(logger);
  const replicas: (() => Promise<void>)[] = [];
  return {
    url,
    core,
    databaseUrl: database.url,
    pool,
    anonymous: new Client(url),
    tenant: (options) => createTenant(pool, url, options),
    client: (token) => new Client(url, token),
    async replica() {
      const own = createPool({ url: pooledUrl, name: "api-test-replica", max: 5 });
      const { keyring } = core.services;
      const another = createCore({
        db: createDatabase(own),
        databaseUrl: database.url,
        keyring,
        settings: core.services.settings,
        logger,
        validator: VALIDATOR,
      });
      const started = await listen(another, apiSettings);
      replicas.push(async () => {
        await started.app.close();
        await closeCore(another);
        await own.end();
      });
      return { client: (token) => new Client(started.url, token) };
    },
    async close() {
      watch.stop();
      for (const end of replicas) await end();
      await app.close();
      await closeCore(core);
      if (validator !== VALIDATOR) await validator.close();
      await pool.end();
      await pooler?.stop();
      await database.drop();
      if (errors.length > 0) throw new Error(`The API logged errors:\n${errors.join("")}`);
    },
  };
}

async function listen(core: Core, apiSettings: Partial<ApiSettings>) {
  const settings = { ...DEFAULT_API_SETTINGS, ...apiSettings };
  const app = await buildServer({ core, settings, logger: core.services.logger });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}
