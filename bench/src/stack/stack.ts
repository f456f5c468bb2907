import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@pragma/db/embedded";
import { startPgBouncer } from "@pragma/testing/pgbouncer";
import pg from "pg";
import type { Database, DatabaseServer } from "./database-server.ts";
import { profiling, start, stop } from "./processes.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PROVIDERS = join(ROOT, "bench", "providers");

/** The product as it ships, on a database of its own. */
export interface Stack {
  readonly host: string;
  readonly port: number;
  readonly apiUrl: string;
  /** Token of the owner of the first organization. */
  readonly token: string;
  /** That owner's way into the dashboard. */
  readonly owner: { readonly email: string; readonly password: string };
  /** What its processes are told, for further ones. */
  readonly environment: NodeJS.ProcessEnv;
  readonly databaseUrl: string;
  /** Straight to the database, for seeding and for counting. */
  readonly pool: pg.Pool;
  readonly apiPid: number;
  readonly workerPid: number;
  /** All of them, those two included. */
  readonly apis: readonly { port: number; pid: number }[];
  readonly workerPids: readonly number[];
  /** From then on jobs stay in the queue. */
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly server: DatabaseServer;
  /** CPU profiles of the API and the worker are written there when they stop. */
  readonly profiles?: string | undefined;
  /** Its programs reach the database by way of PgBouncer, which pools by transaction, but for what needs a session. */
  readonly pooled?: boolean;
}

/** How many of each program. */
export interface Replicas {
  apis: number;
  workers: number;
}

/** Starts API and worker from their bundles, with the settings of a production install but for the rate limit. */
export async function startStack(
  { server, profiles, pooled = false }: StackOptions,
  replicas: Replicas = { apis: 1, workers: 1 },
): Promise<Stack> {
  const database = await server.createDatabase();
  const pooler = pooled ? await startPgBouncer(database.url, { mode: "transaction" }) : undefined;
  const port = await freePort();
  const token = `pragma_${randomBytes(32).toString("base64url")}`;
  const owner = { email: "bench@example.com", password: randomBytes(16).toString("hex") };
  const env = {
    ...environment(database, port),
    ...(pooler && { DATABASE_URL: pooler.url, PRAGMA_DIRECT_DATABASE_URL: database.url }),
  };
  const ofApi = {
    ...env,
    PRAGMA_ADMIN_EMAIL: owner.email,
    PRAGMA_ADMIN_PASSWORD: owner.password,
    PRAGMA_BOOTSTRAP_TOKEN: token,
  };
  const launch = (app: string, told: NodeJS.ProcessEnv): ChildProcess => {
    const execArgv = profiles === undefined ? [] : profiling(profiles, app);
    return start(join(ROOT, "apps", app, "dist", "main.js"), { env: told, cwd: ROOT, execArgv });
  };
  const ports = [port, ...(await Promise.all(Array.from({ length: replicas.apis - 1 }, () => freePort())))];
  const apis = ports.map((own) => launch("api", { ...ofApi, PRAGMA_API_PORT: String(own) }));
  const workers = Array.from({ length: replicas.workers }, () => launch("worker", env));
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => {});
  const stack: Stack = {
    host: "127.0.0.1",
    port,
    apiUrl: `http://127.0.0.1:${port}`,
    token,
    owner,
    environment: env,
    databaseUrl: database.url,
    pool,
    apiPid: apis[0]?.pid ?? 0,
    workerPid: workers[0]?.pid ?? 0,
    apis: apis.map(({ pid = 0 }, index) => ({ port: ports[index] ?? 0, pid })),
    workerPids: workers.map(({ pid = 0 }) => pid),
    async stopWorker() {
      await Promise.all(workers.map(stop));
    },
    async stop() {
      await Promise.all([...apis, ...workers].map(stop));
      await pool.end();
      await pooler?.stop();
      await database.drop();
    },
  };
  try {
    await untilReady(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}

function environment(database: Database, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    NODE_ENV: "production",
    LOG_LEVEL: "error",
    DATABASE_URL: database.url,
    PRAGMA_ENCRYPTION_KEYS: randomBytes(32).toString("base64"),
    PRAGMA_API_PORT: String(port),
    PRAGMA_PUBLIC_API_URL: `http://127.0.0.1:${port}`,
    PRAGMA_RATE_LIMIT: "1000000000",
    PRAGMA_PROVIDERS_DIR: PROVIDERS,
  };
}

const PATIENCE_MS = 60_000;

/** Ready means: each API answers, and a worker has made the bench's provider known. */
async function untilReady({ token, apis }: Stack): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const end = Date.now() + PATIENCE_MS;
  for (const { port } of apis) {
    let last: unknown = "nothing";
    for (;;) {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/resources/types?provider=bench`, { headers });
        last = await answer.text();
        if (answer.ok && JSON.parse(last as string).length > 0) break;
      } catch (error) {
        last = error;
      }
      if (Date.now() > end) throw new Error(`The stack did not get ready: ${last}`);
      await sleep(50);
    }
  }
}
