import { afterAll, beforeAll, expect, it } from "vitest";
import { deadlocks, untilWaitingForOne } from "./support/locks.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A transaction of its own, which writes edges as an apply does. */
async function writer(organizationId: string) {
  const client = await world.pool.connect();
  await client.query("BEGIN");
  return {
    /** @returns whether the edge would close a cycle; it is written if not */
    async connect(from: string, to: string): Promise<boolean> {
      const { rows } = await client.query<{ cyclic: boolean }>("SELECT lock_edges_and_reach($1, $2, $3) AS cyclic", [
        organizationId,
        from,
        [to],
      ]);
      if (rows[0]?.cyclic === true) return true;
      await client.query(
        "INSERT INTO edges (organization_id, from_key, to_key, kind) VALUES ($1, $2, $3, 'dependency')",
        [organizationId, from, to],
      );
      return false;
    },
    async advisoryLocks(): Promise<number> {
      const { rows } = await client.query<{ held: number }>(
        "SELECT count(*)::int AS held FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'",
      );
      return rows[0]?.held ?? 0;
    },
    async commit(): Promise<void> {
      await client.query("COMMIT");
      client.release();
    },
  };
}

it("a graph that grows while an apply waits is still locked in the order of its keys", async () => {
  const { id } = world.org;
  const before = await deadlocks(world);
  const [holdsA, connectsM, connectsA, connectsZ] = [
    await writer(id),
    await writer(id),
    await writer(id),
    await writer(id),
  ];
  await holdsA.connect("a", "nothing");
  await connectsM.connect("m", "k");

  // z leads to m, and to nothing else as far as can be seen: it waits for m, which is being connected.
  const z = connectsZ.connect("z", "m");
  await untilWaitingForOne(world, 1);
  // a leads to z; it waits for a itself.
  const a = connectsA.connect("a", "z");
  await untilWaitingForOne(world, 1);
  // Now m leads to a, which comes before all that z has locked by then.
  await world.pool.query(
    "INSERT INTO edges (organization_id, from_key, to_key, kind) VALUES ($1, 'm', 'a', 'dependency')",
    [id],
  );
  await connectsM.commit();
  await untilWaitingForOne(world, 2);
  await holdsA.commit();

  expect(await a).toBe(false);
  await connectsA.commit();
  expect(await z).toBe(true);
  await connectsZ.commit();
  expect(await deadlocks(world)).toBe(before);
});

it("an apply holds no more locks than PostgreSQL has room for per connection, however much it leads to", async () => {
  const { id } = world.moveOn();
  await world.pool.query(
    `INSERT INTO edges (organization_id, from_key, to_key, kind)
     SELECT $1, 'link-' || i, 'link-' || i + 1, 'dependency' FROM generate_series(1, 200) AS i`,
    [id],
  );
  const room = Number((await world.pool.query("SHOW max_locks_per_transaction")).rows[0].max_locks_per_transaction);
  // The graph, itself and all that it leads to; if these are many, only the graph.
  for (const [links, locks] of [
    [20, 23],
    [200, 1],
  ] as const) {
    const apply = await writer(id);
    expect(await apply.connect("new", `link-${201 - links}`)).toBe(false);
    const held = await apply.advisoryLocks();
    expect(held).toBeLessThan(room);
    expect([links, held]).toEqual([links, locks]);
    expect(await apply.connect(`link-201`, "new")).toBe(true);
    await apply.commit();
  }
});

it("an apply reads as much whatever else is in flight: updates that drop what stays, deletions that wait for none", async () => {
  const { id } = world.moveOn();
  const buffers = async (): Promise<number> => {
    const { rows } = await world.pool.query(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT reachable_keys('${id}', ARRAY['test/open/0001'])`,
    );
    const plan = rows[0]["QUERY PLAN"][0].Plan;
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
  };
  const least = async (): Promise<number> => Math.min(await buffers(), await buffers(), await buffers());
  const drop = (from: number, to: number): Promise<unknown> =>
    world.pool.query(
      `INSERT INTO edges (organization_id, from_key, to_key, kind)
       SELECT $1, 'test/open/user-' || i, 'test/open/' || lpad(i::text, 4, '0'), 'running' FROM generate_series($2::int, $3) AS i`,
      [id, from, to],
    );
  await world.pool.query(
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, dependencies, owner_references,
       lifecycle_state, applied_by)
     SELECT $1, 'test/open/' || lpad(i::text, 4, '0'), 'resource:test_open_' || i, 'test', 'open', i, '{}', '[]', '[]', 'ready', '{}'
     FROM generate_series(1, 6000) AS i`,
    [id],
  );
  await drop(1, 3);
  const few = await least();
  await drop(4, 3000);
  expect(await least()).toBeLessThan(few * 1.5);
  await world.pool.query(
    `WITH going AS (
       UPDATE resources SET lifecycle_state = 'pending', deleting_since = now(), pending_event_id = gen_random_uuid()
       WHERE organization_id = $1 AND name::int > 3000 RETURNING *
     )
     INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor)
     SELECT pending_event_id, organization_id, key, 'DELETE', 1, 'c', '{}' FROM going`,
    [id],
  );
  expect(await least()).toBeLessThan(few * 3);
  const awaiting = "SELECT has_awaiting_deletions($1) AS found";
  expect((await world.pool.query(awaiting, [id])).rows).toEqual([{ found: false }]);
  await drop(4500, 4500);
  expect((await world.pool.query(awaiting, [id])).rows).toEqual([{ found: true }]);
});
