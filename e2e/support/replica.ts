import { waitUntilAnswering } from "@pragma/bootstrap/ready";
import { localUrl } from "@pragma/bootstrap/services";
import { freePort } from "@pragma/db/embedded";
import { serviceEnvironments } from "./environments.ts";
import { launchService, type Service } from "./service.ts";
import type { StackInfo } from "./stack-info.ts";

/** A dashboard beside the stack's own, on the same database, for tests that end and restart it. */
export interface Replica {
  readonly webUrl: string;
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** @param settings told to it beside those of the stack; a function gets its address */
export async function createReplica(
  stack: StackInfo,
  settings: (webUrl: string) => Promise<NodeJS.ProcessEnv> = async () => ({}),
): Promise<Replica> {
  const port = await freePort();
  const webUrl = localUrl(port);
  const env = { ...serviceEnvironments({ ...stack, webUrl }).web, ...(await settings(webUrl)) };
  let service: Service | null = null;
  return {
    webUrl,
    async start() {
      service = launchService("web", env, `web-${port}`);
      const early = service.ended.then((how): never => {
        throw new Error(`The dashboard ${how}`);
      });
      await Promise.race([waitUntilAnswering("127.0.0.1", port, new AbortController().signal), early]);
    },
    kill: async () => service?.kill(),
    stop: async () => service?.stop(),
  };
}
