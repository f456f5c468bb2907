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
    async commit(): Promise<void> {
      await client.query("COMMIT");
      client.release();
    },
  };
}

it("a graph that grows while an apply waits is locked in the order of its keys all the same", async () => {
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
