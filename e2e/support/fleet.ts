import { freePort } from "@pragma/db/embedded";
import { type Balancer, startNginx } from "@pragma/testing/nginx";
import type { Program } from "@pragma/testing/program";
import { serviceEnvironments } from "./environments.ts";
import { service } from "./service.ts";
import type { StackInfo } from "./stack-info.ts";

const DRAIN_SECONDS = "5";

export interface Fleet {
  balancer: Balancer;
  /** Through the balancer. */
  webUrl: string;
  /** APIs first, then workers, then dashboards. */
  programs: readonly Program[];
  stop(): Promise<void>;
}

/** Two APIs, two workers and two dashboards on the stack's database, behind nginx as the guide configures it. */
export async function startFleet(stack: StackInfo): Promise<Fleet> {
  const [apis, webs] = [await portPair(), await portPair()] as const;
  const balancer = await startNginx(await freePort(), { apis, webs });
  const webUrl = `https://${balancer.webHost}:${balancer.port}`;
  const told = serviceEnvironments(stack);
  const common = {
    PRAGMA_PUBLIC_WEB_URL: webUrl,
    PRAGMA_PUBLIC_API_URL: `https://${balancer.apiHost}:${balancer.port}`,
    PRAGMA_DRAIN_SECONDS: DRAIN_SECONDS,
    PRAGMA_RATE_LIMIT: "10000000",
  };
  const listening = (app: "api" | "web", port: number, variable: string): Program =>
    service(app, { ...told[app], ...common, [variable]: String(port) }, `${app}-${port}`);
  const worker = (index: number): Program =>
    service("worker", { ...told.worker, ...common }, `worker-rolling-${index}`);
  const programs = [
    ...apis.map((port) => listening("api", port, "PRAGMA_API_PORT")),
    worker(0),
    worker(1),
    ...webs.map((port) => listening("web", port, "PRAGMA_WEB_PORT")),
  ];
  await Promise.all(programs.map((program) => program.start()));
  return {
    balancer,
    webUrl,
    programs,
    async stop() {
      await Promise.all(programs.map((program) => program.stop()));
      await balancer.stop();
    },
  };
}

async function portPair(): Promise<[number, number]> {
  return [await freePort(), await freePort()];
}
