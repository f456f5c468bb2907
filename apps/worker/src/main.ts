import { closeCore, createCore, Keyring } from "@pragma/core";
import { createDatabase, createPool, requireMigrated } from "@pragma/db";
import { detectSandbox } from "@pragma/runtime";
import { createLogger } from "@pragma/telemetry";
import { readEnv } from "./env.ts";
import { startWorker } from "./worker.ts";

const logger = createLogger({ service: "worker" });

/** Beyond the grace, for the database and the providers to let go. */
const LAST_RESORT_MS = 20_000;

async function main(): Promise<void> {
  const env = readEnv();
  const pool = createPool({
    url: env.databaseUrl,
    name: "pragma-worker",
    max: env.connections,
    onError: (error) => logger.warn({ err: error }, "a database connection was lost"),
  });
  await requireMigrated(pool);
  const core = createCore({
    db: createDatabase(pool),
    databaseUrl: env.databaseUrl,
    keyring: Keyring.parse(env.encryptionKeys),
    settings: env.settings,
    logger,
  });
  const sandbox = await detectSandbox({ require: env.sandbox });
  logger.info({ sandbox: sandbox.kind }, sandbox.description);
  const worker = await startWorker({
    core,
    databaseUrl: env.databaseUrl,
    providersDirectory: env.providersDirectory,
    sandbox,
    providerFolders: env.providerFolders,
    registry: env.registry,
    registryCertificates: env.registryCertificates,
    buildConcurrency: env.buildConcurrency,
    concurrency: env.concurrency,
    providerConcurrency: env.providerConcurrency,
    providerDeadlineMs: env.providerDeadlineMs,
    shutdownGraceMs: env.shutdownGraceMs,
    retention: env.retention,
  });

  const hurry = new AbortController();
  let stopping = false;
  const stop = async (): Promise<void> => {
    // Told twice: whoever waits wants the prompt back.
    if (stopping) return hurry.abort();
    stopping = true;
    setTimeout(() => {
      logger.error("the worker could not stop in order; what it held runs again when its leases end");
      process.exit(1);
    }, env.shutdownGraceMs + LAST_RESORT_MS).unref();
    await worker.stop(hurry.signal);
    await closeCore(core);
    await pool.end();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}

process.on("unhandledRejection", (reason) => {
  // The queue's consumer leaves promises behind when the database goes away under it; it is supervised.
  if (!(reason instanceof Error && reason.stack?.includes("/graphile-worker/"))) throw reason;
  logger.warn({ err: reason }, "the queue left an error behind");
});

main().catch((error: unknown) => {
  logger.fatal(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
