import { fileURLToPath } from "node:url";
import { openCore } from "@pragma/core";
import { smtpMailer } from "@pragma/core/mail";
import { graceful } from "@pragma/http";
import { createLogger, failureLine, takeStopSignals, watchEventLoop } from "@pragma/telemetry";
import * as trpc from "@pragma/trpc";
import next from "next";
import { takeBuiltConfig } from "./server/built-config.ts";
import { readEnv } from "./server/env.ts";
import { httpServer } from "./server/http-server.ts";
import { ownName } from "./server/own-name.ts";
import { requestListener } from "./server/request-listener.ts";
import { provideServices } from "./server/services.ts";
import * as useCases from "./server/use-cases.ts";

const logger = createLogger({ service: "web" });
const signals = takeStopSignals();

/** Requests still running this long after the stop signal are cut off. */
const GRACE_MS = 10_000;

/** Somebody waits for each of them: a database result that takes longer is useless. */
const STATEMENT_TIMEOUT_MS = 15_000;

/**
 * Limits for requests of one organization that wait for connections: in all, and of those that may wait for its other
 * changes.
 */
const WAITING_LIMITS = { waiting: 1000, waitingToLock: 100 };

async function main(): Promise<void> {
  const env = readEnv();
  const development = process.env.NODE_ENV === "development";
  // next-auth reads these two itself.
  process.env["AUTH_SECRET"] = env.authSecret;
  process.env["AUTH_URL"] = env.settings.publicWebUrl;
  const { core, close } = await openCore({
    name: "pragma-web",
    ...env,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    failsFast: true,
    waitingLimits: WAITING_LIMITS,
    mailer: env.smtp ? smtpMailer(env.smtp.url, env.smtp.from) : null,
    logger,
  });
  const built = (folder: string): string => fileURLToPath(new URL(`../dist/${folder}`, import.meta.url));
  const folders = { packagesFolder: built("packages"), guidesFolder: built("guides") };
  provideServices({ core, env, useCases, trpc, ...folders });

  const server = httpServer(development);
  const dir = fileURLToPath(new URL("..", import.meta.url));
  if (!development) takeBuiltConfig(dir);
  const app = next({
    dev: development,
    dir,
    httpServer: server,
    // Next itself fetches the page that an action leads to, with the user's cookies: from here, not from its default
    // port.
    hostname: ownName(env),
    port: env.port,
  });
  await app.prepare();
  const end = graceful(server);
  server.on("request", requestListener(app.getRequestHandler(), { env, core, development, end }));

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.port, env.host, resolve);
  });
  signals.onStop(async ({ isFromTerminal, hurry }) => {
    await end.drain(isFromTerminal ? 0 : env.drainSeconds, hurry);
    await end.stopListening();
    // Streams of browsers stay open for as long as their pages do; they come back to whoever runs then.
    await core.services.changes.close();
    const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await end.endConnections();
    clearTimeout(impatience);
    await app.close();
    await close();
    process.exit(0);
  });
  // A development server compiles pages as they are asked for.
  if (!development) watchEventLoop(logger);
  logger.info({ port: env.port }, `Dashboard listening at http://${env.host}:${env.port}`);
}

main().catch((error: unknown) => {
  logger.fatal(failureLine(error));
  process.exit(1);
});
