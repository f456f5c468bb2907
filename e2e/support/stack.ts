import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { localUrl } from "@pragma/bootstrap/services";
import type { Shutdown } from "@pragma/bootstrap/shutdown";
import { freePort, randomPassword } from "@pragma/db/embedded";
import { providerFolder } from "@pragma/testing/provider-folder";
import { startDatabases } from "./databases.ts";
import { serviceEnvironments } from "./environments.ts";
import { LOGS } from "./paths.ts";
import { service } from "./service.ts";
import type { StackInfo } from "./stack-info.ts";

const APPS = ["api", "worker", "web"] as const;

/**
 * Starts the whole product on free ports: PostgreSQL, API, worker and dashboard, each a process, from the production
 * builds. What was started is handed to `shutdown`.
 *
 * @throws Error when one of them ends before it is of use
 */
export async function startStack(shutdown: Shutdown): Promise<StackInfo> {
  await rm(LOGS, { recursive: true, force: true });
  await mkdir(LOGS, { recursive: true });
  const databases = await startDatabases(shutdown);
  const files = await providerFolder();
  shutdown.add(() => rm(files, { recursive: true, force: true }));
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const info: StackInfo = {
    ...databases,
    files,
    apiUrl: localUrl(apiPort),
    webUrl: localUrl(webPort),
    encryptionKeys: randomBytes(32).toString("base64"),
    authSecret: randomPassword(),
    setupCode: "E2E2-SETUP-CODE-2345",
    bootstrapToken: `pragma_${randomBytes(32).toString("base64url")}`,
  };
  const told = serviceEnvironments(info);
  const programs = APPS.map((app) => service(app, told[app]));
  for (const program of programs) shutdown.add(async () => void (await program.stop()));
  await Promise.all(programs.map((program) => program.start()));
  return info;
}
