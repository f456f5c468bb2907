import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@pragma/db/embedded";
import { startPgBouncer } from "@pragma/testing/pgbouncer";
import { Program, ROOT } from "@pragma/testing/program";
import pg from "pg";
import type { Database, DatabaseServer } from "./database-server.ts";
import { printLine, profiling } from "./processes.ts";

/** The product as it ships, on a database of its own. */
export interface Stack {
  readonly host: string;
  readonly port: number;
  readonly apiUrl: string;
  /** Token of the owner of the first organization. */
  readonly token: string;
  /** That owner's way into the dashboard. */
  readonly owner: { readonly email: string; readonly password: string };
  /** Environment of its processes, for further ones. */
  readonly environment: NodeJS.ProcessEnv;
  readonly databaseUrl: string;
  /** Folder in which it is built, with a slash at the end. */
  readonly root: string;
  /** Straight to the database, for seeding and for counting. */
  readonly pool: pg.Pool;
  readonly apiPid: number;
  readonly workerPid: number;
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
  /** Folder of another build of the product, with a slash at the end: its programs run on their own schema. */
  readonly root?: string | undefined;
}

/** Starts API and worker from their bundles, with the settings of a production install but for the rate limit. */
export async function startStack({ server, profiles, pooled = false, root }: StackOptions): Promise<Stack> {
  const database = await server.createDatabase(root);
  const pooler = pooled ? await startPgBouncer(database.url, { mode: "transaction" }) : undefined;
  const port = await freePort();
  const token = `pragma_${randomBytes(32).toString("base64url")}`;
  const owner = { email: "bench@example.com", password: randomBytes(16).toString("hex") };
  const env = {
    ...environment(database, port, root ?? ROOT),
    ...(pooler && { DATABASE_URL: pooler.url, PRAGMA_DIRECT_DATABASE_URL: database.url }),
  };
  const ofApi = {
    ...env,
    PRAGMA_ADMIN_EMAIL: owner.email,
    PRAGMA_ADMIN_PASSWORD: owner.password,
    PRAGMA_BOOTSTRAP_TOKEN: token,
  };
  const apiUrl = `http://127.0.0.1:${port}`;
  const program = (app: "api" | "worker", told: NodeJS.ProcessEnv): Program =>
    new Program({
      app,
      env: told,
      root: root ?? ROOT,
      onLine: printLine,
      ready: () => untilReady(apiUrl, token),
      flags: profiles === undefined ? [] : profiling(profiles, app),
    });
  const api = program("api", ofApi);
  const worker = program("worker", env);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => {});
  const stack: Stack = {
    host: "127.0.0.1",
    port,
    apiUrl,
    token,
    owner,
    environment: env,
    databaseUrl: database.url,
    root: root ?? ROOT,
    pool,
    get apiPid() {
      return api.pid ?? 0;
    },
    get workerPid() {
      return worker.pid ?? 0;
    },
    async stopWorker() {
      await worker.stop();
    },
    async stop() {
      await Promise.all([api.stop(), worker.stop()]);
      await pool.end();
      await pooler?.stop();
      await database.drop();
    },
  };
  try {
    await Promise.all([api.start(), worker.start()]);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}

function environment(database: Database, port: number, root: string): NodeJS.ProcessEnv {
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
    PRAGMA_PROVIDERS_DIR: join(root, "bench/providers"),
  };
}

const PATIENCE_MS = 60_000;

/** Ready means: the API answers, and the worker has made the bench's provider known. */
async function untilReady(apiUrl: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const end = Date.now() + PATIENCE_MS;
  for (let last: unknown = "nothing"; ; ) {
    try {
      const answer = await fetch(`${apiUrl}/resources/types?provider=bench`, { headers });
      last = await answer.text();
      if (answer.ok && JSON.parse(last as string).length > 0) return;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`The stack did not get ready: ${last}`);
    await sleep(50);
  }
}
