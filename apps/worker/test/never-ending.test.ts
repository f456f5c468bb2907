import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cancelResource } from "@pragma/core/resources/recover";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { BeginWatch } from "./support/begin-watch.ts";
import { waitUntil } from "./support/wait-until.ts";
import type { WorkerProcess } from "./support/worker-process.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let watch: BeginWatch;
let watch_port: number;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  watch = new BeginWatch();
  watch_port = await watch.listen();
});
beforeEach(() => world.moveOn());
afterAll(async () => {
  watch.close();
  await close();
});

/** The database refuses to renew the leases that there are, and all else goes on. */
async function refuseRenewals(): Promise<void> {
  await world.pool.query(`CREATE TABLE unrenewable AS SELECT id FROM leases;
    CREATE FUNCTION refuse_renewal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.id IN (SELECT id FROM unrenewable) THEN RAISE 'not now'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER refused BEFORE UPDATE ON leases FOR EACH ROW EXECUTE FUNCTION refuse_renewal()`);
  onTestFinished(async () => {
    await world.pool.query("DROP TABLE unrenewable; DROP FUNCTION refuse_renewal CASCADE");
  });
}

/** Fates of the worker that runs the handler; the other one is well. */
const FATES: Record<string, (worker: WorkerProcess) => Promise<void> | void> = {
  "is well": () => {},
  "cannot renew its leases": refuseRenewals,
  "stands still": (worker) => worker.signal("SIGSTOP"),
  "is killed": (worker) => worker.kill(),
  "is to stop": (worker) => worker.signal("SIGTERM"),
};

/** Seconds left of the lease on an object; undefined without one. */
async function leaseLeft(name: string): Promise<number | undefined> {
  const [row] = await world.rows<{ left: number }>(
    `SELECT extract(epoch FROM expires_at - now())::float8 AS left FROM leases
     WHERE organization_id = $1 AND resource_key = $2`,
    `objects/object/${name}`,
  );
  return row?.left;
}

it("a call that waited for a busy process has its lease's time, not its own from when it was read", async () => {
  const env = { PRAGMA_LEASE_SECONDS: "10" };
  const worker = await world.spawnWorker(env);
  const file = join(world.folder.path, "go-on.file");
  await world.object("late");
  await world.reaches("objects/object/late", "ready");
  await world.object("busy", { mode: "block until", text: file, watch_port });
  await waitUntil(
    () => watch.of("busy").length === 1,
    () => watch.begun,
  );
  await world.object("late", { mode: "hang", times: 1, watch_port });
  // Once it was renewed, it has been handed over.
  let left = Number.POSITIVE_INFINITY;
  await waitUntil(
    async () => {
      const before = left;
      left = (await leaseLeft("late")) ?? left;
      return left > before;
    },
    () => left,
  );
  worker.signal("SIGSTOP");
  const other = world.spawnWorker(env);
  await waitUntil(
    async () => ((await leaseLeft("late")) ?? 0) < 4,
    () => leaseLeft("late"),
  );
  writeFileSync(file, "");
  await other;
  await world.reaches("objects/object/late", "ready");

  expect(watch.of("late").map(({ beside }) => beside)).toEqual(watch.of("late").map(() => []));
});

/** One for each kind of handler; all of them with PRAGMA_EVERY_FATE. */
const SAMPLE: Record<string, string[]> = { hang: ["cannot renew its leases"], block: ["stands still"] };

function fatesOf(mode: string): string[] {
  return process.env["PRAGMA_EVERY_FATE"] ? Object.keys(FATES) : (SAMPLE[mode] ?? []);
}

const THOROUGH = { tags: ["thorough"] };

describe.each(["hang", "block"])(
  "a handler that would %s for ever, and ignores that it was canceled",
  THOROUGH,
  (mode) => {
    it.each(fatesOf(mode))("ends with its process before the next begins, if its worker %s", async (fate) => {
      const env = { PRAGMA_LEASE_SECONDS: "4", PRAGMA_SHUTDOWN_GRACE_MS: "0" };
      const worker = await world.spawnWorker(env);
      const name = `${mode}-${fate.replaceAll(" ", "-")}`;
      // A neighbour in its process, for whom that would be let run on.
      await world.object(`${name}-neighbour`, { mode: "hang", watch_port });
      await world.object(name, { mode, watch_port });
      await waitUntil(
        () => watch.of(name).length === 1,
        () => watch.begun,
      );
      await FATES[fate]?.(worker);
      await world.spawnWorker(env);
      await cancelResource(world.core, world.context, `objects/object/${name}`);
      await world.object(name, { text: "well", watch_port });
      await world.reaches(`objects/object/${name}`, "ready");

      expect(watch.of(name).map(({ beside }) => beside)).toEqual(watch.of(name).map(() => []));
      expect(watch.of(name).length).toBeGreaterThan(1);
      expect(world.folder.names().filter((made) => made === name)).toEqual([name]);
      await cancelResource(world.core, world.context, `objects/object/${name}-neighbour`);
    });
  },
);
