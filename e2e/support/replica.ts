import { waitUntilAnswering } from "@pragma/bootstrap/ready";
import { localUrl } from "@pragma/bootstrap/services";
import { freePort } from "@pragma/db/embedded";
import { serviceEnvironments } from "./environments.ts";
import { launchService, type Service } from "./service.ts";
import type { StackInfo } from "./stack-info.ts";

/** One of the product's programs beside the stack's own, for tests that end and restart it. */
export interface Restartable {
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Stops it where it is. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** A dashboard on the stack's database. */
export interface Replica extends Restartable {
  readonly webUrl: string;
}

/** @param settings told to it beside those of the stack; a function gets its address */
export async function createReplica(
  stack: StackInfo,
  settings: (webUrl: string) => Promise<NodeJS.ProcessEnv> = async () => ({}),
): Promise<Replica> {
  const port = await freePort();
  const webUrl = localUrl(port);
  const env = { ...serviceEnvironments({ ...stack, webUrl }).web, ...(await settings(webUrl)) };
  return { webUrl, ...restartable("web", port, env) };
}

/** @param logName of its file in the folder of logs */
export function restartable(
  app: "api" | "web",
  port: number,
  env: NodeJS.ProcessEnv,
  logName = `${app}-${port}`,
): Restartable {
  let service: Service | null = null;
  return {
    async start() {
      service = launchService(app, env, logName);
      const early = service.ended.then((how): never => {
        throw new Error(`The ${app} ${how}`);
      });
      await Promise.race([waitUntilAnswering("127.0.0.1", port, new AbortController().signal), early]);
    },
    kill: async () => service?.kill(),
    pause: () => service?.pause(),
    resume: () => service?.resume(),
    stop: async () => service?.stop(),
  };
}
