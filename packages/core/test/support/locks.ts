import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "./world.ts";

/** Resolves once somebody waits for an advisory lock in the test's database. */
export function untilWaiting(world: World): Promise<void> {
  return untilWaitingForOne(world, 1);
}

/** Resolves once this many wait for the same advisory lock in the test's database. */
export async function untilWaitingForOne(world: World, count: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { rows } = await world.pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks
       WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND locktype = 'advisory' AND NOT granted
       GROUP BY classid, objid ORDER BY 1 DESC LIMIT 1`,
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
    if (tries > 2000) throw new Error(`there are no ${count} who wait for one lock`);
    await sleep(5);
  }
}

/** How many deadlocks PostgreSQL has broken since the test's database was created. */
export async function deadlocks(world: World): Promise<number> {
  await world.pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await world.pool.query<{ deadlocks: string }>(
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  return Number(rows[0]?.deadlocks);
}
