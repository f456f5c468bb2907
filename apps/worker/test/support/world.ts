import { randomBytes, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { type ApplyInput, applyInputSchema, type JsonObject, parseKey, SCOPES } from "@pragma/contract";
import type { Core } from "@pragma/core";
import { closeCore, createCore } from "@pragma/core";
import type { RequestContext } from "@pragma/core/callers";
import { applyResource } from "@pragma/core/resources/apply";
import { SchemaValidator } from "@pragma/core/schemas";
import { Keyring } from "@pragma/core/secrets";
import { DEFAULT_SETTINGS, type Settings } from "@pragma/core/settings";
import { createDatabase, createPool, type PoolOptions } from "@pragma/db";
import { findResource, type ResourceRow } from "@pragma/db/queries";
import { PlainSandbox } from "@pragma/runtime";
import { createLogger, EVENT_LOOP_BLOCKED, watchEventLoop } from "@pragma/telemetry";
import { createTestDatabase } from "@pragma/testing";
import { onTestFinished } from "vitest";
import { EVERY_ORGANIZATION, type ProviderFolder } from "../../src/providers/provider-folders.ts";
import { startWorker } from "../../src/worker.ts";
import type { RunningWorker, WorkerOptions } from "../../src/worker-options.ts";
import { ObjectsFolder } from "./objects-folder.ts";
import { waitUntil } from "./wait-until.ts";
import { WorkerProcess } from "./worker-process.ts";

type Pool = ReturnType<typeof createPool>;

/** Folders that the provider of the tests may read and write beyond its package: where objects are kept, and the SDK. */
const FOLDERS = [tmpdir(), fileURLToPath(new URL("../../node_modules", import.meta.url))];

/** Folders that the providers of these tests have to see, in any organization. */
export function openedTo(provider: string): ProviderFolder[] {
  return FOLDERS.map((path) => ({ provider, path, organization: EVERY_ORGANIZATION }));
}

export const PROVIDERS = fileURLToPath(new URL("../providers", import.meta.url));

/** Connections of the domain's pool, and how many of them the requests may take. */
const CONNECTIONS = 10;

/** Shared by all cores of the process, and closed by nobody: its threads take a quarter of a processor second to start. */
const VALIDATOR = new SchemaValidator({ deadlineMs: 30_000 });

/** Leases stay as long as in production: on a busy machine, events under shorter ones are given up and run again. */
const SETTINGS: Settings = { ...DEFAULT_SETTINGS, retryBaseDelayMs: 10, retryMaxDelayMs: 100 };

/** For tests that wait until a lease ends, or until somebody silent is given up, and count no attempts. */
export const SHORT_LEASES: Partial<Settings> = { leaseSeconds: 4 };

/** A worker of a test: its log, and the pool that it alone uses. */
export interface TestWorker extends RunningWorker {
  readonly core: Core;
  readonly pool: Pool;
  /** Lines of its log, as JSON. */
  readonly log: string[];
}

/**
 * One organization on a database of its own, and a folder of objects. The domain is used here as the API uses it; workers
 * run beside it, in this process or in their own.
 */
export class World {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly core: Core;
  /** Lines of the core's log, as JSON. */
  readonly log: string[] = [];
  readonly folder: ObjectsFolder;
  readonly #key: Buffer;
  context!: RequestContext;

  constructor(databaseUrl: string, pool: Pool, key: Buffer, folder = new ObjectsFolder()) {
    this.databaseUrl = databaseUrl;
    this.folder = folder;
    this.pool = pool;
    this.#key = key;
    this.core = makeCore(databaseUrl, pool, key, this.log);
    this.moveOn();
  }

  /** A new organization from now on. */
  moveOn(): void {
    this.context = {
      organizationId: randomUUID(),
      organizationName: "Acme",
      rateLimit: null,
      userId: randomUUID(),
      email: "ann@example.com",
      tokenId: randomUUID(),
      actor: { type: "user", id: "ann", name: "Ann" },
      scopes: new Set(SCOPES),
      correlationId: "request-1",
    };
  }

  /** The same installation, organization and objects on another database, until the test ends. */
  on(databaseUrl: string): World {
    const pool = createPool({ url: databaseUrl, name: "test", max: 10 });
    const world = new World(databaseUrl, pool, this.#key, this.folder);
    world.context = this.context;
    onTestFinished(async () => {
      await closeCore(world.core);
      await pool.end();
    });
    return world;
  }

  /** Lets the organization push providers. */
  async allowPush(): Promise<void> {
    const { organizationId, organizationName } = this.context;
    await this.pool.query(
      "INSERT INTO organizations (id, name, may_push) VALUES ($1, $2, true) ON CONFLICT (id) DO NOTHING",
      [organizationId, organizationName],
    );
  }

  /** A worker in this process, which ends with the test. */
  async startWorker(
    options: Partial<WorkerOptions> = {},
    settings: Partial<Settings> = {},
    connections: Partial<PoolOptions> = {},
    validator?: SchemaValidator,
  ): Promise<TestWorker> {
    const worker = await this.launchWorker(options, settings, this.#key, connections, validator);
    onTestFinished(() => worker.stop(AbortSignal.abort()));
    return worker;
  }

  /** A worker in this process. The caller stops it. */
  async launchWorker(
    options: Partial<WorkerOptions> = {},
    settings: Partial<Settings> = {},
    key: Buffer = this.#key,
    connections: Partial<PoolOptions> = {},
    validator?: SchemaValidator,
  ): Promise<TestWorker> {
    const log: string[] = [];
    const pool = createPool({ url: this.databaseUrl, name: "worker-test", max: CONNECTIONS, ...connections });
    const core = makeCore(this.databaseUrl, pool, key, log, settings, validator);
    const starting = startWorker({
      core,
      databaseUrl: this.databaseUrl,
      providersDirectory: PROVIDERS,
      place: { sandbox: new PlainSandbox("a test asks for no other"), isNamed: true },
      providerFolders: openedTo("objects"),
      concurrency: 64,
      connections: CONNECTIONS,
      providerConcurrency: 32,
      providerDeadlineMs: 60_000,
      shutdownGraceMs: 5_000,
      retention: { auditDays: 365, historyDays: 90 },
      typesGraceMs: 600_000,
      ...options,
    });
    const worker = await starting.catch(async (error: unknown) => {
      await closeCore(core);
      await pool.end();
      throw error;
    });
    const watch = watchEventLoop(core.services.logger);
    let stopping: Promise<void> | undefined;
    const stop = (hurry?: AbortSignal): Promise<void> => {
      stopping ??= worker.stop(hurry).then(async () => {
        await closeCore(core);
        await pool.end();
        watch.stop();
        const blocked = log.filter((line) => line.includes(EVENT_LOOP_BLOCKED));
        if (blocked.length > 0) throw new Error(`The worker's process stood still:\n${blocked.join("")}`);
      });
      return stopping;
    };
    return { id: worker.id, core, pool, log, stop };
  }

  /** A worker in a process of its own, killed with the test. */
  spawnWorker(env: Record<string, string> = {}): Promise<WorkerProcess> {
    return this.beginWorker(env).started();
  }

  /** The same, without waiting until it takes work. */
  beginWorker(env: Record<string, string> = {}): WorkerProcess {
    const worker = new WorkerProcess({
      DATABASE_URL: this.databaseUrl,
      PRAGMA_ENCRYPTION_KEYS: this.#key.toString("hex"),
      PRAGMA_PROVIDERS_DIR: PROVIDERS,
      PRAGMA_SANDBOX: "none",
      PRAGMA_PROVIDER_FOLDERS: FOLDERS.map((folder) => `*/objects=${folder}`).join(),
      LOG_LEVEL: "info",
      // Other tests run beside it, which would all go first.
      PRAGMA_WORKER_NICE: "0",
      ...env,
    });
    onTestFinished(() => worker.kill());
    return worker;
  }

  /** Applies an object of the provider `objects` as pending. */
  object(name: string, config: JsonObject = {}, more: Partial<ApplyInput> = {}): Promise<ResourceRow> {
    return this.apply(`objects/object/${name}`, { folder: this.folder.path, ...config }, more);
  }

  apply(key: string, config: JsonObject, more: Partial<ApplyInput> = {}): Promise<ResourceRow> {
    const ref = parseKey(key);
    if (!ref) throw new Error(`${key} is not a key`);
    const input = applyInputSchema.parse({ ...ref, config, lifecycle_state: "pending", ...more });
    return applyResource(this.core, this.context, input);
  }

  async row(key: string): Promise<ResourceRow | undefined> {
    return findResource(this.core.db.tenant(this.context.organizationId), key);
  }

  /** How many resources of the organization are in which state. */
  async states(): Promise<Record<string, number>> {
    const { rows } = await this.pool.query<{ state: string; count: number }>(
      `SELECT lifecycle_state AS state, count(*)::int AS count FROM resources WHERE organization_id = $1 GROUP BY 1`,
      [this.context.organizationId],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  /** Resolves once a resource has one of the states. */
  async reaches(key: string, ...states: string[]): Promise<ResourceRow> {
    await waitUntil(
      async () => states.includes((await this.row(key))?.lifecycle_state ?? "gone"),
      () => this.row(key),
    );
    return (await this.row(key)) as ResourceRow;
  }

  /** Resolves once this many resources are ready. */
  async allReady(count: number): Promise<void> {
    await waitUntil(
      async () => (await this.states())["ready"] === count,
      () => this.states(),
    );
  }

  /** Rows of a statement; `$1` is the organization. */
  async rows<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(text, [this.context.organizationId, ...values]);
    return rows;
  }

  /** The steps of a resource as `from>to`, oldest first. */
  async trail(key: string): Promise<string[]> {
    const rows = await this.rows<{ step: string }>(
      `SELECT format('%s>%s', COALESCE(from_state, '-'), COALESCE(to_state, '-')) AS step FROM resource_changes
       WHERE organization_id = $1 AND resource_key = $2 ORDER BY id`,
      key,
    );
    return rows.map(({ step }) => step);
  }

  /**
   * Leftovers that must not exist: unsettled events, leases, and requests or jobs that were taken and not reported done.
   */
  async leftovers(): Promise<{ unsettled: number; leases: number; locked: number }> {
    const { rows } = await this.pool.query<{ unsettled: number; leases: number; locked: number }>(
      `SELECT (SELECT count(*)::int FROM events WHERE settled_at IS NULL) AS unsettled,
         (SELECT count(*)::int FROM leases) AS leases,
         (SELECT count(*) FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL)::int
           + (SELECT count(*) FROM deferred_looks WHERE worker IS NOT NULL)::int AS locked`,
    );
    return rows[0] as { unsettled: number; leases: number; locked: number };
  }
}

function makeCore(
  url: string,
  pool: Pool,
  key: Buffer,
  log: string[],
  settings: Partial<Settings> = {},
  validator = VALIDATOR,
): Core {
  return createCore({
    db: createDatabase(pool, { refusesLateLocks: true }),
    databaseUrl: url,
    keyring: new Keyring([key]),
    settings: { ...SETTINGS, ...settings },
    validator,
    logger: createLogger({ service: "test", level: "info", destination: { write: (line) => void log.push(line) } }),
  });
}

/** A world on a database. @returns it, and what ends it */
export async function createWorld(url?: string): Promise<{ world: World; close: () => Promise<void> }> {
  const database = url === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = url ?? (database as { url: string }).url;
  const pool = createPool({ url: databaseUrl, name: "test", max: 10 });
  const world = new World(databaseUrl, pool, randomBytes(32));
  return {
    world,
    async close() {
      await closeCore(world.core);
      await pool.end();
      world.folder.remove();
      await database?.drop();
    },
  };
}
