import type { Services } from "../bench.ts";
import { startLoad } from "../load/load.ts";
import { startDatabaseServer } from "./database-server.ts";

export interface RunningServices extends Services {
  stop(): Promise<void>;
}

/** Starts what the cases that measure the product as a whole have in common. */
export async function startServices(): Promise<RunningServices> {
  const server = await startDatabaseServer();
  const load = startLoad();
  return {
    server,
    load,
    async stop() {
      await load.stop();
      await server.stop();
    },
  };
}
