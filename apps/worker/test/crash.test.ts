import { startPostgresServer } from "@pragma/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

const COUNT = 200;
/** A lease of seconds changes nothing about what is tested except its duration. */
const SHORT_LEASE = { PRAGMA_LEASE_SECONDS: "4" };
const NAMES = Array.from({ length: COUNT }, (_, index) => `thing-${index}`).sort();

/** Each takes so long that most are not done yet when the last has been applied, however slow the machine. */
async function applyAll(world: World): Promise<void> {
  await Promise.all(NAMES.map((name) => world.object(name, { delay_ms: 1500 })));
}

/** Until some are done, and many in progress. */
async function untilMidway(world: World): Promise<void> {
  await waitUntil(
    async () => {
      const { ready = 0, processing = 0 } = await world.states();
      return ready >= 32 && processing >= 16;
    },
    () => world.states(),
  );
}

/** Everything exists once, and nothing is left to do. */
async function expectAllMadeOnce(world: World): Promise<void> {
  await world.allReady(COUNT);
  expect(world.folder.names()).toEqual(NAMES);
  expect(world.folder.overlaps()).toEqual([]);
  await waitUntil(
    async () => (await world.leftovers()).locked === 0,
    () => world.leftovers(),
  );
  expect(await world.leftovers()).toEqual({ unsettled: 0, leases: 0, locked: 0 });
  expect(await world.rows("SELECT * FROM dead_letters WHERE organization_id = $1")).toEqual([]);
  const events = await world.rows<{ count: number; settled: number }>(
    `SELECT count(*)::int AS count, count(settled_at)::int AS settled FROM events WHERE organization_id = $1`,
  );
  expect(events).toEqual([{ count: COUNT, settled: COUNT }]);
}

describe("kill -9", () => {
  it("of a worker with 200 resources in flight: the next one brings all to ready, and makes nothing twice", {
    tags: ["thorough"],
  }, async () => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    const first = await world.spawnWorker(SHORT_LEASE);
    await applyAll(world);
    await untilMidway(world);
    await first.kill();
    const { processing: lost = 0 } = await world.states();
    expect(lost).toBeGreaterThan(0);

    await world.spawnWorker(SHORT_LEASE);
    await expectAllMadeOnce(world);
    // A lost attempt counts, and nothing else was tried again.
    const attempts = await world.rows<{ attempt: number; count: number }>(
      "SELECT attempt, count(*)::int AS count FROM events WHERE organization_id = $1 GROUP BY 1 ORDER BY 1",
    );
    expect(attempts).toEqual([
      { attempt: 1, count: COUNT - lost },
      { attempt: 2, count: lost },
    ]);
    const causes = await world.rows<{ error: string; count: number }>(
      `SELECT error, count(*)::int AS count FROM resource_changes
       WHERE organization_id = $1 AND error IS NOT NULL GROUP BY 1`,
    );
    expect(causes).toEqual([{ error: "The worker that ran it stopped before it had a result", count: lost }]);
  });

  it("of Postgres under a worker with 200 resources in flight: the worker recovers automatically", {
    tags: ["thorough"],
  }, async () => {
    const server = await startPostgresServer();
    onTestFinished(() => server.remove());
    const { world, close } = await createWorld(server.url);
    onTestFinished(close);
    world.pool.on("error", () => {});
    const worker = await world.spawnWorker(SHORT_LEASE);
    let ended = false;
    void worker.exited().then(() => {
      ended = true;
    });
    await applyAll(world);
    await untilMidway(world);
    await server.kill();
    await server.start();
    await expectAllMadeOnce(world);
    expect(ended).toBe(false);

    await world.object("afterwards");
    await world.reaches("objects/object/afterwards", "ready");
  });
});
