import { openCore } from "@pragma/core";
import { describeEgress, detectSandbox, type Sandbox } from "@pragma/runtime";
import { createLogger, failureLine, takeStopSignals, watchEventLoop } from "@pragma/telemetry";
import { Registry, serveMetrics } from "@pragma/telemetry/metrics";
import { startTracing } from "@pragma/telemetry/traces";
import { type Env, readEnv } from "./env.ts";
import { lowerPriority } from "./lower-priority.ts";
import { startWorker } from "./worker.ts";

const logger = createLogger({ service: "worker" });
const signals = takeStopSignals();

/** Beyond the grace period, for the database and the providers to finish. */
const LAST_RESORT_MS = 20_000;

async function main(): Promise<void> {
  const env = readEnv();
  lowerPriority(env.nice, logger);
  const tracing = await startTracing({ service: "pragma-worker", logger });
  const { core, checkDirectDatabase, close } = await openCore({
    name: "pragma-worker",
    ...env,
    logger,
    tracer: tracing,
  });
  const place = env.kubernetes ? { kubernetes: env.kubernetes } : await findSandbox(env.sandbox);
  const metrics = new Registry();
  const metricsServer =
    env.metrics &&
    (await serveMetrics({
      ...env.metrics,
      isOutOfReach: async () => "sandbox" in place && place.sandbox.filtersNetwork,
      registry: metrics,
      logger,
    }));
  const worker = await startWorker({
    core,
    databaseUrl: env.databaseUrl,
    directDatabaseUrl: env.directDatabaseUrl,
    checkDirectDatabase,
    providersDirectory: env.providersDirectory,
    scope: env.scope,
    queues: env.queues,
    place,
    systemPrograms: env.systemPrograms,
    providerFolders: env.providerFolders,
    egressAllow: env.egressAllow,
    registry: env.registry,
    registryCertificates: env.registryCertificates,
    buildConcurrency: env.buildConcurrency,
    concurrency: env.concurrency,
    connections: env.connections,
    providerConcurrency: env.providerConcurrency,
    valueBytes: env.valueBytes,
    providerDeadlineMs: env.providerDeadlineMs,
    shutdownGraceMs: env.shutdownGraceMs,
    retention: env.retention,
    typesGraceMs: env.typesGraceMs,
    metrics,
  });

  watchEventLoop(logger);
  signals.onStop(async ({ hurry }) => {
    setTimeout(() => {
      logger.error("the worker could not stop in order; what it held runs again when its leases end");
      process.exit(1);
    }, env.shutdownGraceMs + LAST_RESORT_MS).unref();
    await worker.stop(hurry);
    await metricsServer?.close();
    await close();
    await tracing?.close();
    process.exit(0);
  });
}

async function findSandbox(kind: Env["sandbox"]): Promise<{ sandbox: Sandbox; isNamed: boolean }> {
  const sandbox = await detectSandbox({ require: kind });
  logger.info({ sandbox: sandbox.kind }, sandbox.description);
  logger[sandbox.filtersNetwork ? "info" : "warn"](describeEgress(sandbox));
  return { sandbox, isNamed: kind !== "auto" };
}

process.on("unhandledRejection", (reason) => {
  // The queue's consumer leaves unhandled promises when the database goes away; it is supervised.
  if (!(reason instanceof Error && reason.stack?.includes("/graphile-worker/"))) throw reason;
  logger.warn({ err: reason }, "the queue left an error behind");
});

/** `--sandbox`: says which sandbox works here, as JSON, and ends. */
async function tellSandbox(): Promise<void> {
  const { kind, description } = await detectSandbox({ orNone: true });
  process.stdout.write(`${JSON.stringify({ kind, description })}\n`);
}

const run = process.argv.includes("--sandbox") ? tellSandbox : main;
run().catch((error: unknown) => {
  logger.fatal(failureLine(error));
  process.exit(1);
});
