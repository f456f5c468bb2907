import { localUrl } from "@pragma/bootstrap/services";
import { freePort } from "@pragma/db/embedded";
import { type PostgresServer, startPostgresServer } from "@pragma/testing";
import type { Program } from "@pragma/testing/program";
import { serviceEnvironments } from "./environments.ts";
import { OUTAGE } from "./logged-errors.ts";
import { openPlatform, type Platform } from "./platform.ts";
import { service } from "./service.ts";
import type { StackInfo } from "./stack-info.ts";

/** A dashboard and an API on a database of their own, each of which a test may take away. Nothing works on resources. */
export interface OwnStack {
  readonly info: StackInfo;
  readonly database: PostgresServer;
  readonly api: Program;
  readonly web: Program;
  readonly platform: Platform;
  stop(): Promise<void>;
}

/** @param stack whose secrets it shares */
export async function startOwnStack(stack: StackInfo): Promise<OwnStack> {
  const database = await startPostgresServer();
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const info = { ...stack, databaseUrl: database.url, apiUrl: localUrl(apiPort), webUrl: localUrl(webPort) };
  const told = serviceEnvironments(info);
  const api = service("api", told.api, `${OUTAGE}api-${apiPort}`);
  const web = service("web", told.web, `${OUTAGE}web-${webPort}`);
  await Promise.all([api.start(), web.start()]);
  const platform = openPlatform(info);
  return {
    ...{ info, database, api, web, platform },
    async stop() {
      database.resume();
      await Promise.all([web.kill(), api.kill()]);
      await platform.close();
      await database.remove();
    },
  };
}
