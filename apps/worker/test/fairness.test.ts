import type { RequestContext } from "@pragma/core/callers";
import { checkResourceHealth } from "@pragma/core/provider-calls";
import { describe, expect, it, onTestFinished } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

const CONCURRENCY = 8;
/** Room for few: a backlog shrinks while others have their turn. */
const SMALL = { concurrency: CONCURRENCY, providerConcurrency: 4 };

async function open(): Promise<World> {
  const { world, close } = await createWorld();
  onTestFinished(close);
  return world;
}

/** In another organization, as long as `work` takes. */
async function as<Result>(world: World, context: RequestContext, work: () => Promise<Result>): Promise<Result> {
  const before = world.context;
  world.context = context;
  try {
    return await work();
  } finally {
    world.context = before;
  }
}

/** A new organization, with as many resources pending. */
async function organizationWith(count: number, apply: (name: string) => Promise<unknown>, world: World) {
  world.moveOn();
  for (let index = 0; index < count; index++) await apply(`backlog-${index}`);
  return world.context;
}

const config = (world: World) => (name: string) => world.apply(`pragma/config/${name}`, { data: { name } });
const slowObject =
  (world: World, delay = 20) =>
  (name: string) =>
    world.object(name, { delay_ms: delay });

/** Organizations whose resources were handed over, in order. */
async function handedOver(world: World): Promise<string[]> {
  const { rows } = await world.pool.query<{ organization: string }>(
    `SELECT organization_id AS organization FROM resource_changes WHERE to_state = 'processing' ORDER BY id`,
  );
  return rows.map(({ organization }) => organization);
}

/** Until some of an organization's resources have been handed over. */
async function untilUnderWay(world: World, { organizationId }: RequestContext): Promise<void> {
  const some = async () => (await handedOver(world)).filter((organization) => organization === organizationId).length;
  await waitUntil(async () => (await some()) > CONCURRENCY, some);
}

describe("beside a backlog of one organization", () => {
  it("a change of another one is handed over after a few of it, not after all", async () => {
    const world = await open();
    // Made once, so that the type is known while no worker runs.
    const first = await world.startWorker(SMALL);
    await first.stop();
    const large = await organizationWith(80, slowObject(world), world);
    world.moveOn();
    await world.startWorker(SMALL);
    await untilUnderWay(world, large);
    await world.object("single");
    await world.reaches("objects/object/single", "ready");
    const between = await world.rows(
      `SELECT FROM resource_changes c WHERE c.organization_id <> $1 AND c.to_state = 'processing'
         AND c.id > (SELECT id FROM resource_changes WHERE organization_id = $1 AND to_state = 'pending')
         AND c.id < (SELECT id FROM resource_changes WHERE organization_id = $1 AND to_state = 'processing')`,
    );
    expect(between.length).toBeLessThanOrEqual(3 * CONCURRENCY);
    await as(world, large, () => world.allReady(80));
  });

  it("a question to a provider of another is answered before it is over", async () => {
    const world = await open();
    const first = await world.startWorker(SMALL);
    await world.object("asked");
    await world.reaches("objects/object/asked", "ready");
    await first.stop();
    const asker = world.context;
    // Long enough for the process that the question needs to start meanwhile.
    const large = await organizationWith(300, slowObject(world, 100), world);
    await world.startWorker(SMALL);
    await untilUnderWay(world, large);
    const answer = await checkResourceHealth(world.core, asker, "objects/object/asked");
    expect(answer.status).toBe("healthy");
    expect((await world.states())["pending"]).toBeGreaterThan(0);
  });

  it("questions that its provider does not answer hold up no others", { tags: ["thorough"] }, async () => {
    const world = await open();
    await world.startWorker({ ...SMALL, concurrency: 2 });
    await world.object("asked");
    await world.reaches("objects/object/asked", "ready");
    const asker = world.context;
    world.moveOn();
    await world.object("silent", { health: "hang" });
    await world.reaches("objects/object/silent", "ready");
    let ended = 0;
    const asked = Array.from({ length: 4 }, () =>
      checkResourceHealth(world.core, world.context, "objects/object/silent")
        .catch(() => undefined)
        .finally(() => ended++),
    );
    const taken = () => world.rows("SELECT FROM provider_calls WHERE organization_id = $1 AND claimed_at IS NOT NULL");
    await waitUntil(async () => (await taken()).length >= 2, taken);
    const answer = await checkResourceHealth(world.core, asker, "objects/object/asked");
    expect([answer.status, ended]).toEqual(["healthy", 0]);
    await Promise.all(asked);
  });

  it("questions that its provider does not answer are so many at most: the rest is told so at once", {
    tags: ["thorough"],
  }, async () => {
    const world = await open();
    await world.startWorker(SMALL);
    await world.object("silent", { health: "hang" });
    await world.reaches("objects/object/silent", "ready");
    const ended: unknown[] = [];
    const asked = Array.from({ length: 40 }, () =>
      checkResourceHealth(world.core, world.context, "objects/object/silent")
        .catch((error: unknown) => error)
        .then((end) => ended.push(end)),
    );
    await waitUntil(
      () => ended.length >= 8,
      () => ended.length,
    );
    for (const end of ended.slice(0, 8))
      expect(JSON.stringify(end) + String(end)).toMatch(/too many questions are open/);
    await Promise.all(asked);
  });

  it("all have their turn, as often as each other", async () => {
    const world = await open();
    const contexts: RequestContext[] = [];
    for (let count = 0; count < 3; count++) contexts.push(await organizationWith(40, config(world), world));
    await world.startWorker(SMALL);
    for (const context of contexts) await as(world, context, () => world.allReady(40));
    const first = (await handedOver(world)).slice(0, 60);
    for (const { organizationId } of contexts) {
      const share = first.filter((organization) => organization === organizationId).length;
      expect(share).toBeGreaterThan(20 - CONCURRENCY);
      expect(share).toBeLessThan(20 + CONCURRENCY);
    }
  });

  it("others go on if all its requests wait for a lock", async () => {
    const world = await open();
    const large = await organizationWith(40, config(world), world);
    const client = await world.pool.connect();
    onTestFinished(() => client.release(true));
    await client.query("BEGIN");
    await client.query("SELECT FROM resources WHERE organization_id = $1 FOR UPDATE", [large.organizationId]);
    await world.startWorker(SMALL);
    const waiting = async (): Promise<unknown[]> =>
      (
        await world.pool.query(
          `SELECT pid, query_start FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'worker-test' AND wait_event_type = 'Lock'
           ORDER BY pid`,
        )
      ).rows;
    await waitUntil(async () => (await waiting()).length >= 6, waiting);
    const before = await waiting();
    world.moveOn();
    await config(world)("single");
    await world.reaches("pragma/config/single", "ready");
    // The same as before, and not others after these were given up.
    expect(await waiting()).toEqual(before);
    await client.query("ROLLBACK");
    await as(world, large, () => world.allReady(40));
  });
});

describe("one organization alone", () => {
  it("has all slots of a provider, on every worker", async () => {
    const world = await open();
    await Promise.all([world.startWorker(SMALL), world.startWorker(SMALL)]);
    const names = Array.from({ length: 8 }, (_, index) => `held-${index}`);
    for (const name of names) await world.object(name, { mode: "stop when told" });
    await waitUntil(
      async () => (await world.states())["processing"] === names.length,
      () => world.states(),
    );
  });

  it("has a slow provider hold up only its own resources", async () => {
    const world = await open();
    await world.startWorker(SMALL);
    for (let index = 0; index < 40; index++) await world.object(`held-${index}`, { mode: "stop when told" });
    await waitUntil(
      async () => (await world.states())["processing"] === SMALL.providerConcurrency,
      () => world.states(),
    );
    await config(world)("beside");
    await world.reaches("pragma/config/beside", "ready");
    // Requests without room stay in line, for whichever worker has room first.
    const { rows } = await world.pool.query("SELECT FROM pending_looks");
    expect(rows).toHaveLength(40 - SMALL.providerConcurrency);
    expect((await world.pool.query("SELECT FROM deferred_looks WHERE worker IS NULL")).rows).toEqual([]);
  });
});
