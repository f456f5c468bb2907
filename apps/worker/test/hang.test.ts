import { createTestDatabase, startDatabaseProxy } from "@pragma/testing";
import { it, onTestFinished } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld } from "./support/world.ts";

it("a worker whose connections all hang takes new ones, and its work goes on", { tags: ["thorough"] }, async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { world, close } = await createWorld(database.url);
  onTestFinished(close);
  const proxy = await startDatabaseProxy(database.url);
  onTestFinished(() => proxy.close());
  // The connections for taking requests, of the queue and of the heartbeat; the others belong to the domain, which the API
  // has too.
  const worker = await world.startWorker({ databaseUrl: proxy.url });
  await world.object("before");
  await world.reaches("objects/object/before", "ready");
  proxy.strand();
  await world.object("afterwards");
  await world.reaches("objects/object/afterwards", "ready");
  await waitUntil(
    () => worker.log.join("").includes("the queue runner ended; starting another"),
    () => worker.log,
  );
});
