import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import type { World } from "./world.ts";

/**
 * Runs work in a transaction that stays open: its locks are held, and nobody else sees its writes.
 * @returns commits it
 */
export async function heldOpen(world: World, work: (core: Core) => Promise<unknown>): Promise<() => Promise<void>> {
  const written = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const done = world.core.transaction(async (unit) => {
    await work(unit);
    written.resolve();
    await finish.promise;
  });
  done.catch(written.reject);
  await written.promise;
  return () => {
    finish.resolve();
    return done;
  };
}

/** Resolves once this many connections wait for a lock that others hold. */
export async function untilBlocked(world: World, count = 1): Promise<void> {
  for (let tries = 0; ; tries++) {
    const blocked = await world.count(
      "pg_stat_activity",
      "datname = current_database() AND wait_event_type = 'Lock' AND state = 'active'",
    );
    if (blocked >= count) return;
    if (tries > 1000) throw new Error(`Only ${blocked} of ${count} wait for a lock`);
    await sleep(10);
  }
}
