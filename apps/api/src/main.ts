import { openCore } from "@pragma/core";
import { bootstrap } from "@pragma/core/bootstrap";
import { createLogger, failureLine, takeStopSignals, watchEventLoop } from "@pragma/telemetry";
import { Registry, serveMetrics } from "@pragma/telemetry/metrics";
import { startTracing } from "@pragma/telemetry/traces";
import { readEnv } from "./env.ts";
import { sweepSpool } from "./http/spool.ts";
import { outOfReach } from "./out-of-reach.ts";
import { reportReplica } from "./report-replica.ts";
import { reportVitals } from "./report-vitals.ts";
import { buildServer } from "./server.ts";

const logger = createLogger({ service: "api" });
const signals = takeStopSignals();

/** Requests still running this long after the stop signal are cut off. */
const GRACE_MS = 15_000;

/** Somebody waits for each of them: a database result that takes longer is useless. */
const STATEMENT_TIMEOUT_MS = 15_000;

/**
 * Limits for requests of one organization that wait for connections: in all, and of those that may wait for its other
 * changes.
 */
const WAITING_LIMITS = { waiting: 1000, waitingToLock: 100 };

async function main(): Promise<void> {
  const env = readEnv();
  const tracing = await startTracing({ service: "pragma-api", logger });
  const { core, close } = await openCore({
    name: "pragma-api",
    ...env,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    failsFast: true,
    waitingLimits: WAITING_LIMITS,
    logger,
    tracer: tracing,
  });
  const first = await bootstrap(core, {
    adminEmail: env.admin.email,
    adminPassword: env.admin.password,
    bootstrapToken: env.admin.token,
  });
  if (first.warning !== undefined) logger.warn(first.warning);
  await sweepSpool(env.apiSettings.spoolFolder);
  const metrics = new Registry();
  const app = await buildServer({ core, settings: env.apiSettings, logger, ...(env.metrics && { metrics }) });
  reportVitals(core, metrics);
  reportReplica(core, metrics);
  const metricsServer =
    env.metrics && (await serveMetrics({ ...env.metrics, isOutOfReach: outOfReach(core), registry: metrics, logger }));

  await app.listen({
    host: env.host,
    port: env.port,
    listenTextResolver: (address) => `API listening at ${address}`,
  });
  signals.onStop(async ({ isFromTerminal, hurry }) => {
    await app.graceful.drain(isFromTerminal ? 0 : env.drainSeconds, hurry);
    const impatience = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
    // Before Fastify is told: from then on it closes each connection with its response, and balancers open new ones.
    await app.graceful.stopListening();
    await app.close();
    await metricsServer?.close();
    clearTimeout(impatience);
    await close();
    await tracing?.close();
    process.exit(0);
  });
  watchEventLoop(logger);
}

main().catch((error: unknown) => {
  logger.fatal(failureLine(error));
  process.exit(1);
});
