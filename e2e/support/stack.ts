import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { waitUntilAnswering, waitUntilReady } from "@pragma/bootstrap/ready";
import { localUrl } from "@pragma/bootstrap/services";
import type { Shutdown } from "@pragma/bootstrap/shutdown";
import { freePort, randomPassword } from "@pragma/db/embedded";
import { startDatabases } from "./databases.ts";
import { serviceEnvironments } from "./environments.ts";
import { LOGS } from "./paths.ts";
import { launchService } from "./service.ts";
import type { StackInfo } from "./stack-info.ts";

/** Where `npm start` listens, too. */
const HOST = "127.0.0.1";

/**
 * Starts the whole product on free ports: PostgreSQL, API, worker and dashboard, each a process, from the production
 * builds. What was started is handed to `shutdown`.
 *
 * @throws Error when one of them ends before all are ready
 */
export async function startStack(shutdown: Shutdown): Promise<StackInfo> {
  await rm(LOGS, { recursive: true, force: true });
  await mkdir(LOGS, { recursive: true });
  const databases = await startDatabases(shutdown);
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const info: StackInfo = {
    ...databases,
    apiUrl: localUrl(apiPort),
    webUrl: localUrl(webPort),
    encryptionKeys: randomBytes(32).toString("base64"),
    authSecret: randomPassword(),
    setupCode: "E2E2-SETUP-CODE-2345",
    bootstrapToken: `pragma_${randomBytes(32).toString("base64url")}`,
  };
  const failures = Object.entries(serviceEnvironments(info)).map(async ([app, env]): Promise<never> => {
    const service = launchService(app, env);
    shutdown.add(() => service.stop());
    throw new Error(`The ${app} ${await service.ended}`);
  });
  const ready = Promise.all([
    waitUntilReady(HOST, apiPort, shutdown.signal),
    waitUntilAnswering(HOST, webPort, shutdown.signal),
  ]);
  // The race also ensures that a later end is not an unhandled rejection.
  await Promise.race([ready, ...failures]);
  return info;
}
