import { describe, expect, it, onTestFinished } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld } from "./support/world.ts";

describe("the queue's runner", () => {
  it("that lost its connections is replaced, and what it held without knowing is run", async () => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    const worker = await world.startWorker();
    await world.object("thing");
    await world.reaches("objects/object/thing", "ready");
    const runners = async (): Promise<string[]> =>
      (await world.pool.query<{ id: string }>("SELECT id FROM workers")).rows.map(({ id }) => id);
    await waitUntil(async () => (await runners()).length === 1, runners);
    const [first] = await runners();

    // What a crash of PostgreSQL leaves when it takes back the report that a job is done.
    await world.pool.query(
      `BEGIN;
       SELECT enqueue_reconcile('${world.context.organizationId}', 'objects/object/thing');
       UPDATE graphile_worker._private_jobs SET locked_by = '${first}', locked_at = now(), attempts = 1;
       COMMIT`,
    );
    expect(await world.leftovers()).toMatchObject({ locked: 1 });
    await world.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'pragma-queue'`,
    );
    const jobs = async (): Promise<unknown[]> =>
      (await world.pool.query("SELECT id FROM graphile_worker._private_jobs")).rows;
    await waitUntil(async () => (await jobs()).length === 0, jobs);
    await waitUntil(async () => {
      const now = await runners();
      return now.length === 1 && now[0] !== first;
    }, runners);
    expect(worker.log.join("")).toContain("the queue runner ended; starting another");

    await world.object("afterwards");
    await world.reaches("objects/object/afterwards", "ready");
  });
});
