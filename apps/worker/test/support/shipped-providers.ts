import { fileURLToPath } from "node:url";
import type { JsonObject } from "@pragma/contract";
import { detectSandbox } from "@pragma/runtime";
import { hasRedisServer } from "../../../../providers/redis/test/support/server.ts";
import { EVERY_ORGANIZATION } from "../../src/providers/provider-folders.ts";
import type { WorkerOptions } from "../../src/worker-options.ts";
import type { Things } from "./things.ts";
import { openedTo, type World } from "./world.ts";

/** Options of a worker that runs the providers of the product, and checks without delay. */
export const WITH_SHIPPED_PROVIDERS: Partial<WorkerOptions> = {
  checkPollMs: 50,
  providersDirectory: fileURLToPath(new URL("../../../../providers", import.meta.url)),
  egressAllow: "127.0.0.0/8",
  providerFolders: ["fs", "http", "postgres", "redis", "s3"].flatMap(openedTo),
};

/** The same with providers in the strongest sandbox that works here, of which that of files sees one folder. */
export async function inTheirSandbox(folder: string): Promise<Partial<WorkerOptions>> {
  return {
    ...WITH_SHIPPED_PROVIDERS,
    place: { sandbox: await detectSandbox(), isNamed: false },
    providerFolders: [{ provider: "fs", path: folder, organization: EVERY_ORGANIZATION }],
  };
}

/** Applies the default connection of each provider, and waits until all are ready. @returns how many they are */
export async function connectAll(world: World, { postgres, redis, api, s3, folder }: Things): Promise<number> {
  const configs = {
    "postgres/connection/default": { server_url: postgres.url() },
    "http/connection/default": { base_url: api.url },
    "fs/connection/default": { root: folder },
    "s3/connection/default": s3.connection() as JsonObject,
    ...(hasRedisServer && { "redis/connection/default": { url: redis.url() } }),
  };
  for (const [key, config] of Object.entries(configs)) await world.apply(key, config);
  for (const key of Object.keys(configs)) await world.reaches(key, "ready");
  return Object.keys(configs).length;
}
