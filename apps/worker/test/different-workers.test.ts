import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sweepShippedTypes } from "@pragma/core/providers/worker";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WorkerOptions } from "../src/worker.ts";
import { copiedProviders } from "./support/copied-providers.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, openedTo, PROVIDERS, type World } from "./support/world.ts";

const SOUND = fileURLToPath(new URL("broken/sound", import.meta.url));

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(async () => {
  world.moveOn();
  await world.pool.query("DELETE FROM provider_types");
});
afterAll(() => close());

/** A worker that ships `sound` alone. */
function narrow(): Partial<WorkerOptions> {
  return { providersDirectory: copiedProviders(SOUND), providerFolders: openedTo("sound") };
}

/** A worker that ships `sound` and `objects`. */
function full(): Partial<WorkerOptions> {
  return {
    providersDirectory: copiedProviders(SOUND, join(PROVIDERS, "objects")),
    providerFolders: ["sound", "objects"].flatMap(openedTo),
  };
}

/** The providers whose types are known. */
async function shippedProviders(): Promise<string[]> {
  const { rows } = await world.pool.query<{ provider: string }>(
    "SELECT DISTINCT provider FROM provider_types ORDER BY 1",
  );
  return rows.map(({ provider }) => provider);
}

/** How many live workers say something of themselves. */
async function workersThat(condition: string): Promise<number> {
  const { rows } = await world.pool.query(`SELECT 1 FROM workers WHERE ${condition}`);
  return rows.length;
}

const BOTH = ["objects", "sound"];

describe("shipped types", () => {
  it("that a live worker serves stay when another worker starts without them", async () => {
    await world.startWorker({ ...full(), typesGraceMs: 400 });
    const other = await world.startWorker({ ...narrow(), typesGraceMs: 400 });
    expect(await shippedProviders()).toEqual(BOTH);
    await world.pool.query("UPDATE unserved_types SET since = now() - interval '1 hour'");
    await waitUntil(
      async () => (await workersThat("shipped_types IS NOT NULL")) === 2,
      () => other.log,
    );
    expect(await shippedProviders()).toEqual(BOTH);
  });

  it("that no live worker serves go when the grace period is over, and come back with who serves them", async () => {
    const before = await world.launchWorker(full());
    await waitUntil(
      async () => (await workersThat("'objects/object' = ANY(shipped_types)")) === 1,
      () => before.log,
    );
    await before.stop();
    const patient = await world.launchWorker({ ...narrow(), typesGraceMs: 4_000 });
    await waitUntil(
      async () => (await world.pool.query("SELECT 1 FROM unserved_types")).rows.length > 0,
      () => patient.log,
    );
    expect(await shippedProviders()).toEqual(BOTH);
    await waitUntil(async () => (await shippedProviders()).join() === "sound", shippedProviders);
    expect(patient.log.join()).toContain("types that no worker serves any more were removed");
    await patient.stop();
    await world.startWorker(full());
    expect(await shippedProviders()).toEqual(BOTH);
  });

  it("are kept while a worker lives that does not say what it serves", async () => {
    await world.pool.query("INSERT INTO workers (id) VALUES ('of an earlier release')");
    const before = await world.launchWorker(full());
    await before.stop();
    const worker = await world.startWorker({ ...narrow(), typesGraceMs: 40 });
    await waitUntil(
      async () => (await workersThat("shipped_types IS NOT NULL")) === 1,
      () => worker.log,
    );
    for (let round = 0; round < 3; round++) await sweepShippedTypes(world.core, 0);
    expect(await shippedProviders()).toEqual(BOTH);
    await world.pool.query("DELETE FROM workers WHERE id = 'of an earlier release'");
    await waitUntil(async () => (await shippedProviders()).join() === "sound", shippedProviders);
  });
});
