import { createPool, sameDatabaseCheck } from "@pragma/db";
import { enqueue, pruneJob } from "@pragma/jobs";
import { createTestDatabase, startDatabaseProxy } from "@pragma/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunnerOptions } from "../src/queue-runner.ts";
import { SupervisedQueue } from "../src/supervised-queue.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, SHORT_LEASES, type World } from "./support/world.ts";

/** Error of a connection to a database that is down. */
const DOWN = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

const OF_QUEUE = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pragma-queue'";

async function createWorldOfTest(): Promise<World> {
  const { world, close } = await createWorld();
  onTestFinished(close);
  return world;
}

/** A queue that ends with the test, and what its only task resolves. */
function createQueue(world: World, options: Partial<RunnerOptions>): { queue: SupervisedQueue; done: Promise<void> } {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const taskList = { greet: async () => resolve() };
  const all = { databaseUrl: world.databaseUrl, concurrency: 1, crontab: "", taskList, ...options };
  const queue = new SupervisedQueue(world.core, all);
  onTestFinished(() => queue.stop());
  return { queue, done };
}

/** Levels of the lines of a log that say this. */
function levelsOf(log: readonly string[], message: string): string[] {
  const lines = log.map((line) => JSON.parse(line) as { level: string; msg: string });
  return lines.filter(({ msg }) => msg === message).map(({ level }) => level);
}

async function connections({ pool }: World): Promise<number> {
  const { rows } = await pool.query(`SELECT ${OF_QUEUE}`);
  return rows.length;
}

/** As when PostgreSQL restarts. */
async function breakConnections({ pool }: World): Promise<void> {
  await pool.query(`SELECT pg_terminate_backend(pid) ${OF_QUEUE}`);
}

describe("the queue's runner", () => {
  it("whose first fetch fails is replaced: the library would repeat that failure for ever", async () => {
    const world = await createWorldOfTest();
    const rename = (from: string, to: string) =>
      world.pool.query(`ALTER TABLE graphile_worker.${from} RENAME TO ${to}`);
    await rename("_private_tasks", "away");
    const { queue, done } = createQueue(world, {});
    await queue.start();
    await waitUntil(
      async () => levelsOf(world.log, "the queue reports an error").length > 0,
      async () => world.log,
    );
    await rename("away", "_private_tasks");
    await world.pool.query("SELECT graphile_worker.add_job('greet')");
    await done;
  });

  it("that lost its connections is replaced, and jobs that it held unknowingly are run", async () => {
    const world = await createWorldOfTest();
    const worker = await world.startWorker({}, SHORT_LEASES);
    const runners = async (): Promise<string[]> =>
      (await world.pool.query<{ id: string }>("SELECT id FROM workers")).rows.map(({ id }) => id);
    await waitUntil(async () => (await runners()).length === 1, runners);
    const [first] = await runners();

    // State that a crash of PostgreSQL leaves when it undoes the report that a job is done.
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
    await breakConnections(world);
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
  it("takes jobs as soon as it does", { tags: ["thorough"] }, async () => {
    const world = await createWorldOfTest();
    const proxy = await startDatabaseProxy(world.databaseUrl);
    onTestFinished(() => proxy.close());
    proxy.freeze();
    const { queue, done } = createQueue(world, { databaseUrl: proxy.url });
    await queue.start();
    await world.pool.query("SELECT graphile_worker.add_job('greet')");
    proxy.thaw();
    await done;
  });

  it("takes none after it was stopped meanwhile", async () => {
    const world = await createWorldOfTest();
    const proxy = await startDatabaseProxy(world.databaseUrl);
    onTestFinished(() => proxy.close());
    proxy.freeze();
    const { queue } = createQueue(world, { databaseUrl: proxy.url });
    const starting = queue.start();
    await world.pool.query("SELECT graphile_worker.add_job('greet')");
    await queue.stop();
    proxy.thaw();
    await starting;
    await waitUntil(
      async () => (await connections(world)) === 0,
      () => connections(world),
    );
    const { rows } = await world.pool.query("SELECT attempts, locked_by FROM graphile_worker._private_jobs");
    expect(rows).toEqual([{ attempts: 0, locked_by: null }]);
    expect(queue.lockIds).toEqual([]);
  });

  it("does not wait for the database when it is stopped", async () => {
    const world = await createWorldOfTest();
    const answers = Promise.withResolvers<void>();
    let checks = 0;
    const checkDatabase = (): Promise<void> => (++checks === 1 ? Promise.reject(DOWN) : answers.promise);
    const { queue } = createQueue(world, { checkDatabase });
    await queue.start();
    await waitUntil(
      () => checks === 2,
      () => checks,
    );
    await queue.stop();
    answers.reject(DOWN);
  });

  it("takes no jobs of another database, which it finds there later", async () => {
    const world = await createWorldOfTest();
    const other = await createTestDatabase({ empty: true });
    onTestFinished(() => other.drop());
    const check = sameDatabaseCheck(world.pool, other.url);
    let isDown = true;
    const checkDatabase = async (): Promise<void> => {
      if (isDown) throw DOWN;
      await check();
    };
    const { queue } = createQueue(world, { databaseUrl: other.url, checkDatabase });
    await queue.start();
    isDown = false;
    const levels = () => levelsOf(world.log, "the queue runner cannot start yet");
    await waitUntil(() => levels().length > 2, levels);
    expect(levels().slice(0, 3)).toEqual(["warn", "error", "error"]);
    expect(world.log.join("")).toContain("PRAGMA_DIRECT_DATABASE_URL: leads to another database");
    await queue.stop();
    const there = createPool({ url: other.url, name: "test", max: 1 });
    const { rows } = await there.query("SELECT FROM pg_namespace WHERE nspname = 'graphile_worker'");
    await there.end();
    expect(rows).toEqual([]);
  });
});

describe("a queue that cannot run", () => {
  it("says so at its start, if the database answers", async () => {
    const world = await createWorldOfTest();
    const { queue } = createQueue(world, { databaseUrl: `${world.databaseUrl}_gone` });
    await expect(queue.start()).rejects.toMatchObject({ code: "3D000" });
  });

  it("is tried more and more seldom, whether it does not start or ends at once", async () => {
    const world = await createWorldOfTest();
    const starts: number[] = [];
    const checkDatabase = async (): Promise<void> => {
      starts.push(performance.now());
      if (starts.length < 3) throw DOWN;
    };
    const { queue } = createQueue(world, { checkDatabase });
    await queue.start();
    await waitUntil(
      async () => {
        await breakConnections(world);
        return starts.length > 3;
      },
      () => world.log,
    );
    const pauses = starts.slice(1).map((start, index) => start - (starts[index] as number));
    for (const [index, least] of [250, 500, 1000].entries()) expect(pauses[index]).toBeGreaterThan(least - 10);
  });
});

describe("taking reconcile requests", () => {
  it("waits until its address is known to lead to the platform's database", { tags: ["thorough"] }, async () => {
    const world = await createWorldOfTest();
    let isKnown = false;
    let checks = 0;
    await world.startWorker({
      queues: ["resources"],
      checkDirectDatabase: async () => {
        checks++;
        if (!isKnown) throw DOWN;
      },
    });
    await world.object("early");
    const seen = checks;
    await waitUntil(
      () => checks > seen + 1,
      () => checks,
    );
    expect(await world.states()).toEqual({ pending: 1 });
    isKnown = true;
    await world.reaches("objects/object/early", "ready");
  });

  it("goes on when its connections are lost, and requests that were held unknowingly are taken", async () => {
    const world = await createWorldOfTest();
    await world.startWorker({}, SHORT_LEASES);
    await world.object("before");
    await world.reaches("objects/object/before", "ready");
    // State that a crash of PostgreSQL leaves when it undoes the report that requests are done; they return to the line.
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
