import { fileURLToPath } from "node:url";
import type { WorkerOptions } from "../../src/worker-options.ts";
import { openedTo } from "./world.ts";

/** Options of a worker that runs the providers of the product, which see the folders of tests, and checks without delay. */
export const WITH_SHIPPED_PROVIDERS: Partial<WorkerOptions> = {
  checkPollMs: 50,
  providersDirectory: fileURLToPath(new URL("../../../../providers", import.meta.url)),
  egressAllow: "127.0.0.0/8",
  providerFolders: ["fs", "http", "postgres", "redis"].flatMap(openedTo),
};
