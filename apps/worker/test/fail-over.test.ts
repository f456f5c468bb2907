import { setTimeout as sleep } from "node:timers/promises";
import { enqueue, pruneJob } from "@pragma/jobs";
import { withClient } from "@pragma/testing";
import { expect, it, onTestFinished } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, SHORT_LEASES } from "./support/world.ts";

/** Long enough for a worker to renew all of its connections. */
const STANDBY_MS = 3000;

it("a worker whose connections lead to a standby goes on once new ones lead to the primary", {
  tags: ["thorough"],
}, async () => {
  const { world, close } = await createWorld();
  onTestFinished(close);
  const worker = await world.startWorker({}, SHORT_LEASES);
  await world.object("before");
  await world.reaches("objects/object/before", "ready");

  // Sessions that begin while it is on stay read-only afterwards, like those of a standby that lives on.
  const readOnly = (value: "on" | "off", cut: boolean) =>
    withClient(world.databaseUrl, async (client) => {
      await client.query("SET default_transaction_read_only = off");
      const { rows } = await client.query("SELECT current_database() AS name");
      await client.query(`ALTER DATABASE ${rows[0].name} SET default_transaction_read_only = ${value}`);
      if (!cut) return;
      await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
    });
  await readOnly("on", true);
  await sleep(STANDBY_MS);
  await readOnly("off", false);

  await waitUntil(
    async () => (await world.object("afterwards").catch(() => null)) !== null,
    () => "no apply succeeds",
  );
  await world.reaches("objects/object/afterwards", "ready");
  await enqueue(world.core.db, pruneJob, {});
  const jobs = async (): Promise<unknown[]> =>
    (await world.pool.query("SELECT * FROM graphile_worker._private_jobs")).rows;
  await waitUntil(async () => (await jobs()).length === 0, jobs);
  expect(await world.leftovers()).toMatchObject({ unsettled: 0 });
  expect(worker.log.filter((line) => line.includes('"level":60'))).toEqual([]);
});
