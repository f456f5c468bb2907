import { hasPgBouncer, startPgBouncer } from "@pragma/testing";
import { expect, it, onTestFinished } from "vitest";
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
