import { enqueue, pruneJob } from "@pragma/jobs";
import { startDatabaseProxy } from "@pragma/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { SupervisedQueue } from "../src/supervised-queue.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld } from "./support/world.ts";

describe("the queue's runner", () => {
  it("that lost its connections is replaced, and jobs that it held unknowingly are run", async () => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    const worker = await world.startWorker();
    const runners = async (): Promise<string[]> =>
      (await world.pool.query<{ id: string }>("SELECT id FROM workers")).rows.map(({ id }) => id);
    await waitUntil(async () => (await runners()).length === 1, runners);
    const [first] = await runners();

    // What a crash of PostgreSQL leaves when it undoes the report that a job is done.
    await world.core.db.transaction(async (db) => {
      await enqueue(db, pruneJob, {});
      await db.query(
        {
          name: "hold_job",
          text: "UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now(), attempts = 1",
          tenant: false,
        },
        [first as string],
      );
    });
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

    await enqueue(world.core.db, pruneJob, {});
    world.core.wakeUp.jobAdded();
    await waitUntil(async () => (await jobs()).length === 0, jobs);
  });
});

describe("a queue that starts while the database does not answer", () => {
  it("takes jobs as soon as it does", async () => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    const proxy = await startDatabaseProxy(world.databaseUrl);
    onTestFinished(() => proxy.close());
    proxy.freeze();
    const done = Promise.withResolvers<void>();
    const taskList = { greet: async () => done.resolve() };
    const queue = new SupervisedQueue(world.core, { databaseUrl: proxy.url, concurrency: 1, crontab: "", taskList });
    await queue.start();
    await world.pool.query("SELECT graphile_worker.add_job('greet')");
    proxy.thaw();
    await done.promise;
    await queue.stop();
  });
});

describe("taking looks", () => {
  it("goes on when its connections are lost, and looks that were held unknowingly are taken", async () => {
    const { world, close } = await createWorld();
    onTestFinished(close);
    await world.startWorker();
    await world.object("before");
    await world.reaches("objects/object/before", "ready");
    // What a crash of PostgreSQL leaves when it undoes the report that looks are done; they return to the line.
    await world.pool.query(
      `INSERT INTO deferred_looks (due_at, worker, organization_ids, keys)
       VALUES (now() + interval '1 second', 'somebody', ARRAY[$1::uuid], ARRAY['objects/object/before'])`,
      [world.context.organizationId],
    );
    await world.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'pragma-looks'`,
    );
    await world.object("afterwards");
    await world.reaches("objects/object/afterwards", "ready");
    const held = async () =>
      (await world.leftovers()).locked +
      (await world.rows("SELECT FROM pending_looks WHERE organization_id = $1")).length;
    await waitUntil(async () => (await held()) === 0, held);
  });
});
