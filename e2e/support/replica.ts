import { localUrl } from "@pragma/bootstrap/services";
import { freePort } from "@pragma/db/embedded";
import type { Program } from "@pragma/testing/program";
import { serviceEnvironments } from "./environments.ts";
import { service } from "./service.ts";
import type { StackInfo } from "./stack-info.ts";

/** A dashboard on the stack's database, beside the stack's own, for tests that end and restart it. */
export interface Replica {
  readonly webUrl: string;
  readonly program: Program;
}

/** @param settings told to it beside those of the stack; a function gets its address */
export async function createReplica(
  stack: StackInfo,
  settings: (webUrl: string) => Promise<NodeJS.ProcessEnv> = async () => ({}),
): Promise<Replica> {
  const port = await freePort();
  const webUrl = localUrl(port);
  const env = { ...serviceEnvironments({ ...stack, webUrl }).web, ...(await settings(webUrl)) };
  return { webUrl, program: service("web", env, `web-${port}`) };
}
