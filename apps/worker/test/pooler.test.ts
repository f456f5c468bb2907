import { checkReadiness } from "@pragma/core/readiness";
import { hasPgBouncer, startDatabaseProxy, startPgBouncer } from "@pragma/testing";
import { testEach } from "@pragma/testing/test-each";
import { expect, it, onTestFinished } from "vitest";
import { parseQueues } from "../src/queues.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld } from "./support/world.ts";

it.skipIf(!hasPgBouncer).each([
  ["with a way past it", true],
  ["without", false],
])("a worker behind PgBouncer by transaction does its work, %s", async (_, isDirect) => {
  const { world, close } = await createWorld();
  onTestFinished(close);
  const { url, stop } = await startPgBouncer(world.databaseUrl, { mode: "transaction" });
  const direct = isDirect ? { PRAGMA_DIRECT_DATABASE_URL: world.databaseUrl } : {};
  const worker = await world.spawnWorker({ DATABASE_URL: url, ...direct });
  await Promise.all(Array.from({ length: 20 }, (__, turn) => world.object(`object-${turn}`)));
  await world.allReady(20);
  expect(await world.leftovers()).toMatchObject({ unsettled: 0 });
  await worker.kill();
  await stop();
});

testEach(["resources"], ["resources,questions"])(
  "a worker for %s that is cut off from what it takes work through is not counted on",
  async (queues) => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    const proxy = await startDatabaseProxy(world.databaseUrl);
    await world.startWorker({ directDatabaseUrl: proxy.url, queues: parseQueues(queues) });
    const ready = async (): Promise<boolean> => (await checkReadiness(world.core)).status === "ok";
    await waitUntil(ready, () => checkReadiness(world.core));
    await proxy.close();
    await waitUntil(
      async () => !(await ready()),
      () => checkReadiness(world.core),
    );
  },
);
