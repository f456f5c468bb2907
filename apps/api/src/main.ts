import { bootstrap, closeCore, createCore, Keyring } from "@pragma/core";
import { createDatabase, createPool, requireMigrated } from "@pragma/db";
import { createLogger } from "@pragma/telemetry";
import { readEnv } from "./env.ts";
import { buildServer } from "./server.ts";

const logger = createLogger({ service: "api" });

/** What is still running this long after the order to stop is cut off. */
const GRACE_MS = 15_000;

async function main(): Promise<void> {
  const env = readEnv();
  const pool = createPool({
    url: env.databaseUrl,
    name: "pragma-api",
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
  const first = await bootstrap(core, {
    adminEmail: env.admin.email,
    adminPassword: env.admin.password,
    bootstrapToken: env.admin.token,
  });
  if (first.warning !== undefined) logger.warn(first.warning);
  const app = await buildServer({ core, settings: env.apiSettings, logger });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const impatience = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
    await app.close();
    clearTimeout(impatience);
    await closeCore(core);
    await pool.end();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());

  await app.listen({
    host: env.host,
    port: env.port,
    listenTextResolver: (address) => `API listening at ${address}`,
  });
}

main().catch((error: unknown) => {
  logger.fatal(reasonOf(error));
  process.exit(1);
});

/** One line for the operator. Node reports a database that refuses all its addresses as an error without a message. */
function reasonOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : String(first);
}
