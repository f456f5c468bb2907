import { randomUUID } from "node:crypto";
import { createDatabase } from "@pragma/db";
import { enqueueReconcile } from "@pragma/db/queries";
import { expect, it, onTestFinished } from "vitest";
import { ProviderSlots } from "../src/provider-slots.ts";
import { ReconcileQueue } from "../src/reconcile-queue.ts";
import { createWorld } from "./support/world.ts";

it("a request that fails and cannot be queued again is not reported done: it comes back by itself", async () => {
  const { world, close } = await createWorld();
  onTestFinished(close);
  const db = createDatabase(world.pool);
  const request = { organizationId: randomUUID(), key: "objects/object/cut-off" };
  await enqueueReconcile(db, request);
  const { promise: looked, resolve } = Promise.withResolvers<void>();
  const queue = new ReconcileQueue({
    ...{ db, logger: world.core.services.logger, worker: "worker", seconds: 60 },
    ...{ concurrency: 1, organizationConcurrency: 1, slots: new ProviderSlots(1, () => {}) },
    checkDatabase: async () => {},
    runs: () => ({ shipped: ["objects"], pushed: [] }),
    reconcile: async () => {
      await world.pool.query("ALTER FUNCTION enqueue_reconcile(uuid, text, timestamptz) RENAME TO away");
      resolve();
      throw new Error("cut off");
    },
  });
  queue.start();
  await looked;
  await queue.stop();
  const { rows } = await world.pool.query("SELECT keys FROM deferred_looks");
  expect(rows).toEqual([{ keys: [request.key] }]);
});
