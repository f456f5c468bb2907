import { closeCore, createCore, Keyring } from "@pragma/core";
import { createDatabase, createPool } from "@pragma/db";
import { createLogger } from "@pragma/telemetry";
import { readEnv } from "./env.ts";
import { startWorker } from "./worker.ts";

const logger = createLogger({ service: "worker" });

async function main(): Promise<void> {
  const env = readEnv();
  const pool = createPool({
    url: env.databaseUrl,
    name: "pragma-worker",
    max: env.connections,
    onError: (error) => logger.warn({ err: error }, "a database connection was lost"),
  });
  const core = createCore({
    db: createDatabase(pool),
    databaseUrl: env.databaseUrl,
    keyring: Keyring.parse(env.encryptionKeys),
    settings: env.settings,
    logger,
  });
  const worker = await startWorker({
    core,
    databaseUrl: env.databaseUrl,
    providersDirectory: env.providersDirectory,
    concurrency: env.concurrency,
    providerDeadlineMs: env.providerDeadlineMs,
    shutdownGraceMs: env.shutdownGraceMs,
  });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await worker.stop();
    await closeCore(core);
    await pool.end();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}

main().catch((error: unknown) => {
  logger.fatal(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
