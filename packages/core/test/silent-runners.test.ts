import { renewLeases } from "@pragma/db/queries";
import { afterAll, beforeAll, expect, it } from "vitest";
import { reapLostWork } from "../src/processing/reconcile/index.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

it("lose the jobs that they locked; those that were heard of keep theirs", async () => {
  const lockIds = ["heard", "silent", "unknown"];
  await renewLeases(world.core.db, ["heard", "silent"], 60, []);
  await world.pool.query("UPDATE workers SET heartbeat_at = now() - interval '30 minutes' WHERE id = 'silent'");
  for (const by of lockIds) {
    await world.pool.query("SELECT graphile_worker.add_job('prune', job_key => $1)", [by]);
    await world.pool.query(
      "UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - interval '1 hour' WHERE key = $1",
      [by],
    );
  }
  await reapLostWork(world.core);
  const { rows } = await world.pool.query(
    "SELECT key, locked_by FROM graphile_worker._private_jobs WHERE key = ANY ($1) ORDER BY key",
    [lockIds],
  );
  expect(rows).toEqual([
    { key: "heard", locked_by: "heard" },
    { key: "silent", locked_by: null },
    { key: "unknown", locked_by: null },
  ]);
});
