import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import type { WorkerProcess } from "./support/worker-process.ts";
import { createWorld, type World } from "./support/world.ts";

const SHIPPED = fileURLToPath(new URL("../../../providers", import.meta.url));

/** The workers' share of each second. */
const RUN_MS = 100;
const STOP_MS = 10_500;
const STARVED_MS = 60_000;

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
afterAll(() => close());

/** Lets processes run for a moment of each second, as on a machine that others keep busy. */
async function starve(workers: readonly WorkerProcess[]): Promise<void> {
  const end = performance.now() + STARVED_MS;
  while (performance.now() < end) {
    for (const worker of workers) worker.signal("SIGSTOP");
    await sleep(STOP_MS);
    for (const worker of workers) worker.signal("SIGCONT");
    await sleep(RUN_MS);
  }
}

async function shippedProviders(): Promise<string[]> {
  const rows = await world.rows<{ provider: string }>(
    "SELECT DISTINCT provider FROM provider_types WHERE organization_id <> $1 ORDER BY 1",
  );
  return rows.map(({ provider }) => provider);
}

it("three workers that start together on a busy machine lose no provider", {
  tags: ["thorough"],
  timeout: 240_000,
}, async () => {
  const workers = [1, 2, 3].map(() => world.beginWorker({ PRAGMA_PROVIDERS_DIR: SHIPPED }));
  await Promise.all(workers.map((worker) => worker.wrote("Provider code runs")));
  await starve(workers);
  await Promise.all(workers.map((worker) => worker.started()));
  await waitUntil(
    async () => (await shippedProviders()).length === 5,
    async () => [await shippedProviders(), ...workers.map(({ output }) => output.slice(-2000))],
  );
  expect(await shippedProviders()).toEqual(["fs", "http", "postgres", "redis", "s3"]);
});
