import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { checkResourceHealth } from "@pragma/core/provider-calls";
import { cancelResource } from "@pragma/core/resources/recover";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(() => world.moveOn());
afterAll(() => close());

async function attemptsOf(key: string): Promise<number[]> {
  const rows = await world.rows<{ attempt: number }>(
    "SELECT attempt FROM events WHERE organization_id = $1 AND resource_key = $2 ORDER BY id",
    key,
  );
  return rows.map(({ attempt }) => attempt);
}

describe("SIGTERM", () => {
  it("ends a worker that starts, by itself: as process 1 of a container nobody else would end it", async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const mute = createServer(() => resolve());
    await once(mute.listen(0, "127.0.0.1"), "listening");
    const { port } = mute.address() as AddressInfo;
    const worker = world.beginWorker({ DATABASE_URL: `postgres://x@127.0.0.1:${port}/x` });
    await asked;
    worker.signal("SIGTERM");
    expect(await worker.exited()).toEqual({ code: 0, signal: null });
    mute.close();
  });

  it("finishes what ends in time, hands back what does not, and leaves nothing behind", {
    tags: ["thorough"],
  }, async () => {
    const worker = await world.spawnWorker({ PRAGMA_SHUTDOWN_GRACE_MS: "5000" });
    await world.object("quick", { delay_ms: 1500 });
    await world.object("slow", { mode: "stop when told", times: 1 });
    await world.object("stubborn", { mode: "hang" });
    for (const name of ["quick", "slow", "stubborn"]) await world.reaches(`objects/object/${name}`, "processing");
    await waitUntil(
      () => world.folder.journal().length >= 3,
      () => world.folder.journal(),
    );
    worker.signal("SIGTERM");
    expect(await worker.exited()).toEqual({ code: 0, signal: null });

    expect(await world.states()).toEqual({ ready: 1, pending: 2 });
    expect((await world.row("objects/object/quick"))?.lifecycle_state).toBe("ready");
    for (const name of ["slow", "stubborn"]) {
      expect(await attemptsOf(`objects/object/${name}`)).toEqual([0]);
      expect(await world.trail(`objects/object/${name}`)).toEqual([
        "->pending",
        "pending>processing",
        "processing>pending",
      ]);
    }
    expect(await world.leftovers()).toEqual({ unsettled: 2, leases: 0, locked: 0 });
    expect(world.folder.calls("slow")).toEqual(["create", "aborted", "create ended"]);
    expect((await world.pool.query("SELECT id FROM workers")).rows).toEqual([]);
    expect(worker.output).not.toMatch(/"level":"(error|fatal)"/);

    // Work that was handed back is there for the next worker at once, and its first attempt is still its first.
    await world.startWorker();
    await waitUntil(
      () => world.folder.calls("slow").length > 3,
      () => world.folder.calls("slow"),
    );
    expect(await attemptsOf("objects/object/slow")).toEqual([1]);
    for (const name of ["slow", "stubborn"]) await cancelResource(world.core, world.context, `objects/object/${name}`);
  });

  it("with a queue full of jobs: each is done, or still there for the next worker", {
    tags: ["thorough"],
  }, async () => {
    const worker = await world.spawnWorker({ PRAGMA_WORKER_CONCURRENCY: "4", PRAGMA_PROVIDER_CONCURRENCY: "4" });
    const names = Array.from({ length: 150 }, (_, index) => `many-${index}`);
    await Promise.all(names.map((name) => world.object(name, { delay_ms: 50 })));
    await waitUntil(
      async () => ((await world.states())["ready"] ?? 0) > 0,
      () => world.states(),
    );
    worker.signal("SIGTERM");
    expect(await worker.exited()).toEqual({ code: 0, signal: null });
    expect(worker.output).not.toMatch(/"level":"(error|fatal)"/);
    const { processing = 0, failed = 0 } = await world.states();
    expect({ processing, failed }).toEqual({ processing: 0, failed: 0 });
    expect(await world.leftovers()).toMatchObject({ leases: 0, locked: 0 });

    await world.startWorker();
    await world.allReady(names.length);
    expect(world.folder.names().filter((name) => name.startsWith("many-"))).toEqual(names.sort());
  });

  it("twice: waits for nothing", async () => {
    const worker = await world.spawnWorker({ PRAGMA_SHUTDOWN_GRACE_MS: "600000" });
    await world.object("long", { mode: "stop when told" });
    await world.reaches("objects/object/long", "processing");
    worker.signal("SIGTERM");
    worker.signal("SIGINT");
    expect(await worker.exited()).toEqual({ code: 0, signal: null });
    expect((await world.row("objects/object/long"))?.lifecycle_state).toBe("pending");
    // Handed back: it does not count as an attempt.
    expect(await attemptsOf("objects/object/long")).toEqual([0]);
    await cancelResource(world.core, world.context, "objects/object/long");
  });
});

describe("a worker that stops in a hurry", () => {
  it("does not wait for the answer to a question", async () => {
    const worker = await world.startWorker({ shutdownGraceMs: 600_000 });
    await world.object("asked", { health: "hang once" });
    await world.reaches("objects/object/asked", "ready");
    const answer = checkResourceHealth(world.core, world.context, "objects/object/asked").catch((error) => error);
    await waitUntil(
      () => world.folder.calls("asked").includes("health"),
      () => world.folder.calls("asked"),
    );
    await worker.stop(AbortSignal.abort());
    expect(await answer).toMatchObject({ code: "provider_failed" });
  });
});

describe("a start that cannot work", () => {
  it("says what is wrong in one line, and exits with 1", async () => {
    const start = world.spawnWorker({ DATABASE_URL: "postgres://nobody:x@127.0.0.1:1/none" });
    await expect(start).rejects.toThrow(/"level":"fatal".*ECONNREFUSED/);
    await expect(world.spawnWorker({ PRAGMA_LEASE_SECONDS: "90" })).rejects.toThrow(/PRAGMA_LEASE_SECONDS: /);
  });
});
