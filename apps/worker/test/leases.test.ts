import { reapLostWork } from "@pragma/core/reconcile";
import { cancelResource } from "@pragma/core/resources/recover";
import { createDatabase } from "@pragma/db";
import { type HeldLease, renewLeases } from "@pragma/db/queries";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, SHORT_LEASES, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(() => world.moveOn());
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => close());

/** Resolves once the handler of an object has been called this many times. */
async function called(name: string, times = 1): Promise<void> {
  await waitUntil(
    () => world.folder.calls(name).filter((what) => what === "create").length >= times,
    () => world.folder.calls(name),
  );
}

describe("two workers", () => {
  it("share the load, and never run an event twice", async () => {
    const small = { concurrency: 8, providerConcurrency: 8 };
    await Promise.all([world.startWorker(small), world.startWorker(small)]);
    const names = Array.from({ length: 120 }, (_, index) => `shared-${index}`);
    await Promise.all(names.map((name) => world.object(name, { delay_ms: 50 })));
    await world.allReady(names.length);
    const creates = world.folder.journal().filter(({ name, what }) => name.startsWith("shared-") && what === "create");
    expect(creates).toHaveLength(names.length);
    expect(new Set(creates.map(({ pid }) => pid)).size).toBe(2);
    expect(world.folder.overlaps()).toEqual([]);
  });
});

describe("a lease", () => {
  it("that its worker did not renew: another runs the event, and the first one's result is discarded", {
    tags: ["thorough"],
  }, async () => {
    const frozen = await world.spawnWorker({ PRAGMA_LEASE_SECONDS: "4" });
    await world.object("twice", { delay_ms: 2000 });
    await called("twice");
    // All its threads stand still, as on a machine that is out of memory. Its provider goes on.
    frozen.signal("SIGSTOP");
    await world.startWorker({}, { leaseSeconds: 12 });
    await waitUntil(
      () => world.folder.journal().some(({ name, attempt }) => name === "twice" && attempt === 2),
      () => world.folder.journal(),
    );
    // Its result arrives while the other worker processes the same event: only the attempt tells them apart.
    frozen.signal("SIGCONT");
    await waitUntil(
      () => frozen.output.includes("came too late"),
      () => frozen.output,
    );
    const row = await world.reaches("objects/object/twice", "ready");
    expect(JSON.parse(row.outputs ?? "")).toMatchObject({ text: "" });
    // The second attempt observed what the first had made.
    expect(world.folder.names().filter((name) => name === "twice")).toEqual(["twice"]);
    expect(await world.trail("objects/object/twice")).toEqual([
      "->pending",
      ...["pending>processing", "processing>pending"],
      ...["pending>processing", "processing>ready"],
    ]);
  });

  it.each(["hang", "block"])(
    "whose worker stands still: a handler that would %s ends with it, before the next begins",
    { tags: ["thorough"] },
    async (mode) => {
      const frozen = await world.spawnWorker({ PRAGMA_LEASE_SECONDS: "4" });
      const name = `suspended-${mode}`;
      await world.object(name, { mode, times: 1 });
      await called(name);
      frozen.signal("SIGSTOP");
      await world.startWorker({}, { leaseSeconds: 12 });
      await world.reaches(`objects/object/${name}`, "ready");
      // The first one's process would still be there: its worker cannot end it.
      expect(world.folder.calls(name)).toEqual(["create", "create", "create ended"]);
      expect(world.folder.overlaps()).toEqual([]);
      frozen.signal("SIGCONT");
      await waitUntil(
        () => frozen.output.includes("came too late"),
        () => frozen.output,
      );
      // It had lost the event, and did not start again.
      expect(world.folder.calls(name)).toEqual(["create", "create", "create ended"]);
    },
  );

  it("that cannot be renewed: its handler is stopped before another may run the event", async () => {
    const worker = await world.startWorker({}, SHORT_LEASES);
    await world.object("given-up", { mode: "stop when told", times: 1 });
    await called("given-up");
    // The heartbeat's statement waits for this lock, and for nothing else the worker does.
    const client = await world.pool.connect();
    await client.query("BEGIN; LOCK TABLE workers IN ACCESS EXCLUSIVE MODE");
    await waitUntil(
      () => world.folder.calls("given-up").includes("aborted"),
      () => world.folder.calls("given-up"),
    );
    await client.query("ROLLBACK");
    client.release();
    expect(worker.log.some((line) => line.includes("could not be renewed in time"))).toBe(true);
    // Handed back, since nobody had taken it yet; in any case it runs again, and never twice at once.
    await called("given-up", 2);
    expect(world.folder.overlaps()).toEqual([]);
  });

  it("that looks expired to a worker that has only just begun is left for its owner to renew", {
    tags: ["thorough"],
  }, async () => {
    const former = await world.startWorker();
    await former.stop();
    await world.object("clock-ahead");
    // As if its owner had renewed it, and the database had moved to a machine whose clock is ahead.
    const { rows: held } = await world.pool.query<HeldLease>(
      `WITH claimed AS (UPDATE resources SET lifecycle_state = 'processing', version = nextval('resources_version_seq')
         WHERE organization_id = $1 AND key = 'objects/object/clock-ahead' RETURNING key, pending_event_id),
       attempt AS (UPDATE events SET attempt = 1, payload = '{}' FROM claimed WHERE id = claimed.pending_event_id)
       INSERT INTO leases (organization_id, resource_key, id, event_id, owner, expires_at)
       SELECT $1, key, gen_random_uuid(), pending_event_id, 'somebody', now() - interval '1 hour' FROM claimed
       RETURNING organization_id AS "organizationId", resource_key AS key, id AS "leaseId"`,
      [world.context.organizationId],
    );
    await world.startWorker({}, { leaseSeconds: 300 });
    await world.object("meanwhile");
    await world.reaches("objects/object/meanwhile", "ready");
    expect(await renewLeases(createDatabase(world.pool), [], 300, held)).toHaveLength(1);
  });

  it("of an event that nobody runs ends, whatever its owner does", { tags: ["thorough"] }, async () => {
    const worker = await world.startWorker();
    await worker.stop();
    await world.object("lost-claim");
    // A claim whose answer never reached the worker: it holds the event and does not know.
    await world.pool.query(
      `WITH claimed AS (UPDATE resources SET lifecycle_state = 'processing', version = nextval('resources_version_seq')
         WHERE organization_id = $1 AND key = 'objects/object/lost-claim' RETURNING key, pending_event_id),
       attempt AS (UPDATE events SET attempt = 1, payload = '{}' FROM claimed WHERE id = claimed.pending_event_id)
       INSERT INTO leases (organization_id, resource_key, id, event_id, owner, expires_at)
       SELECT $1, key, gen_random_uuid(), pending_event_id, $2, now() - interval '1 second' FROM claimed`,
      [world.context.organizationId, worker.id],
    );
    await renewLeases(createDatabase(world.pool), [], 60, []);
    expect(await reapLostWork(world.core)).toBe(1);
    const row = await world.row("objects/object/lost-claim");
    expect([row?.lifecycle_state, row?.error]).toEqual([
      "pending",
      "The worker that ran it stopped before it had a result",
    ]);
  });
});

describe("clocks", () => {
  it("of workers may differ: delays are those of the database's clock", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    await world.startWorker();
    await world.object("early", { mode: "fail", times: 1 });
    await world.reaches("objects/object/early", "ready");
    vi.setSystemTime(Date.now() - 7_200_000);
    await world.object("late", { mode: "fail", times: 1 });
    await world.reaches("objects/object/late", "ready");
  });
});

describe("connections", () => {
  it("that are all taken hold up the work, and lose none of it", async () => {
    const worker = await world.startWorker();
    const taken = await Promise.all(Array.from({ length: 10 }, () => worker.pool.connect()));
    await world.object("waits");
    await world.object("waits-too", { mode: "fail", times: 1 });
    await waitUntil(
      () => worker.pool.waitingCount > 0,
      () => worker.pool.waitingCount,
    );
    for (const client of taken) client.release();
    await world.reaches("objects/object/waits", "ready");
    await world.reaches("objects/object/waits-too", "ready");
  });
});

describe("a provider that is full", () => {
  it("leaves looks without room in line, and the others go on", async () => {
    await world.startWorker({ providerConcurrency: 1, concurrency: 8 });
    await world.object("blocks-the-gate", { mode: "stop when told" });
    await called("blocks-the-gate");
    const names = Array.from({ length: 20 }, (_, index) => `behind-${index}`);
    await Promise.all(names.map((name) => world.object(name)));
    // None of the platform's own jobs wait, although the jobs before them fill all places at once.
    await world.apply("pragma/config/beside", { data: { a: 1 } });
    await world.reaches("pragma/config/beside", "ready");
    expect(await world.states()).toEqual({ processing: 1, ready: 1, pending: names.length });
    await cancelResource(world.core, world.context, "objects/object/blocks-the-gate");
    await world.allReady(names.length + 1);
  });
});
