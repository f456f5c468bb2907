import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@pragma/db/embedded";
import { type PostgresServer, startPostgresServer } from "@pragma/testing/postgres-server";
import { Program } from "@pragma/testing/program";
import { providerFolder } from "@pragma/testing/provider-folder";
import pg from "pg";

const PROVIDERS = fileURLToPath(new URL("../../../../providers", import.meta.url));

/** Short, so that what waits for one to end does not take long. */
export const LEASE_SECONDS = 3;
export const DEADLINE_MS = 4000;
export const MAX_ATTEMPTS = 3;

/** The product on a database server of its own: replicas of the API, and workers. */
export interface Stack {
  readonly database: PostgresServer;
  /** Straight to the database. It gets over a crash of it. */
  readonly pool: pg.Pool;
  readonly apis: readonly Program[];
  readonly workers: readonly Program[];
  /** Addresses of the replicas. */
  readonly urls: readonly string[];
  /** Where the provider `fs` may write. */
  readonly root: string;
  stop(): Promise<void>;
}

/**
 * @param outsidePort where the world outside listens, which providers have to reach; by default nobody does
 * @param onLine told each line that a program writes, with the program's name
 */
export async function startStack({
  outsidePort,
  replicas = 2,
  workers = 2,
  onLine,
}: {
  outsidePort?: number;
  replicas?: number;
  workers?: number;
  onLine?: (program: string, line: string) => void;
}): Promise<Stack> {
  const database = await startPostgresServer();
  const root = await providerFolder();
  const shared = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    NODE_ENV: "production",
    LOG_LEVEL: "info",
    DATABASE_URL: database.url,
    PRAGMA_ENCRYPTION_KEYS: randomBytes(32).toString("base64"),
    PRAGMA_RATE_LIMIT: "1000000000",
    PRAGMA_PUBLIC_API_URL: "http://127.0.0.1:8000",
  };
  const ofWorker = {
    ...shared,
    PRAGMA_PROVIDERS_DIR: PROVIDERS,
    PRAGMA_PROVIDER_FOLDERS: `*/fs=${root}`,
    PRAGMA_NPM_REGISTRY: "http://127.0.0.1:9/",
    PRAGMA_EGRESS_ALLOW: `127.0.0.1:${outsidePort ?? (await freePort())}`,
    PRAGMA_LEASE_SECONDS: String(LEASE_SECONDS),
    PRAGMA_PROVIDER_DEADLINE_MS: String(DEADLINE_MS),
    PRAGMA_MAX_ATTEMPTS: String(MAX_ATTEMPTS),
    PRAGMA_RETRY_BASE_DELAY_MS: "100",
    PRAGMA_RETRY_MAX_DELAY_MS: "800",
    PRAGMA_WORKER_CONNECTIONS: "8",
    PRAGMA_SHUTDOWN_GRACE_MS: "2000",
  };
  const ports = await Promise.all(Array.from({ length: replicas }, () => freePort()));
  const told = onLine === undefined ? {} : { onLine };
  const apis = ports.map((port, index) => {
    const env = { ...shared, PRAGMA_API_PORT: String(port), PRAGMA_API_CONNECTIONS: "8" };
    return new Program({ name: `api ${index}`, app: "api", env, ...told });
  });
  const crew = Array.from({ length: workers }, (_, index) => {
    return new Program({ name: `worker ${index}`, app: "worker", env: ofWorker, ...told });
  });
  const pool = new pg.Pool({ connectionString: database.url, max: 3, application_name: "pragma chaos" });
  pool.on("error", () => {});
  const stack: Stack = {
    ...{ database, pool, apis, workers: crew, root },
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    async stop() {
      await Promise.all([...apis, ...crew].map((program) => program.stop()));
      await pool.end();
      await database.remove();
      await rm(root, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all([...apis, ...crew].map((program) => program.start()));
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}
