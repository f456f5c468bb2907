import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { deployProvider, pushProvider } from "../../src/providers/index.ts";
import { resumeUnfinished } from "../../src/providers/worker/index.ts";
import { inChunks, providerArchive } from "../support/archive.ts";
import { allowPush, pushed, typeOf } from "../support/provider.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await allowPush(world, world.moveOn());
  for (const table of ["graphile_worker._private_jobs", "provider_deployments", "provider_builds"]) {
    await world.pool.query(`DELETE FROM ${table}`);
  }
});

/** Makes what is in progress as old as what has been waiting for long. */
async function age(): Promise<void> {
  await world.pool.query("UPDATE provider_deployments SET updated_at = now() - interval '2 minutes'");
  await world.pool.query("UPDATE provider_builds SET created_at = now() - interval '2 minutes'");
}

/** The jobs that the queue would still run: payloads, by task. */
async function jobs(): Promise<unknown[]> {
  const { rows } = await world.pool.query(
    `SELECT t.identifier AS task, j.payload FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE j.attempts < j.max_attempts ORDER BY j.id`,
  );
  return rows;
}

const exhaust = () => world.pool.query("UPDATE graphile_worker._private_jobs SET attempts = max_attempts");

it("a deployment whose job the queue gave up is resumed, once", async () => {
  await pushed(world, "acme", { thing: typeOf() });
  await world.pool.query("DELETE FROM graphile_worker._private_jobs");
  await deployProvider(world.core, world.org.context, "acme", {});
  await age();
  expect(await resumeUnfinished(world.core)).toBe(0);
  await exhaust();
  let told = 0;
  world.core.services.wakeUp.onJobs(() => told++);
  expect(await resumeUnfinished(world.core)).toBe(1);
  expect(told).toBe(1);
  const payload = { organizationId: world.org.id, provider: "acme" };
  expect(await jobs()).toEqual([{ task: "deploy-provider", payload }]);
  expect(await resumeUnfinished(world.core)).toBe(0);
});

it("a build whose job is lost is resumed; one in its last attempt is not", async () => {
  const archive = await providerArchive("acme");
  const { version } = await pushProvider(world.core, world.org.context, "acme", inChunks(archive));
  await exhaust();
  // It has only just been pushed.
  expect(await resumeUnfinished(world.core)).toBe(0);
  await age();
  await world.pool.query("UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'worker'");
  expect(await resumeUnfinished(world.core)).toBe(0);
  await world.pool.query("DELETE FROM graphile_worker._private_jobs");
  expect(await resumeUnfinished(world.core)).toBe(1);
  const payload = { organizationId: world.org.id, provider: "acme", version };
  expect(await jobs()).toEqual([{ task: "build-provider", payload }]);
});

it("what has ended needs no job", async () => {
  await pushed(world, "acme", { thing: typeOf() });
  await world.pool.query("DELETE FROM graphile_worker._private_jobs");
  await age();
  expect(await resumeUnfinished(world.core)).toBe(0);
});
