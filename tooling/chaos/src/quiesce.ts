import { setTimeout as sleep } from "node:timers/promises";
import { findStuck, type StoredResource } from "@pragma/testing/chaos";
import { readWaitingChanges } from "./collect/stored-changes.ts";
import { readEdges, readStandings } from "./collect/stored-resources.ts";
import type { OutsideWorld } from "./outside/outside-world.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

/**
 * Without any step for so long, what is not settled never will be. Leases, deadlines and delays are all shorter, and a
 * sub-resource that could not be dropped is tried again after half a minute.
 */
const PATIENCE_MS = 40_000;

/**
 * Waits until all work is done: no handler runs, and what waits has a reason to. Where something is stuck instead, the
 * checks will say so, so this only notices that nothing goes on.
 */
export async function quiesce(
  stack: Stack,
  world: OutsideWorld,
  organizations: readonly Organization[],
): Promise<void> {
  let last = "";
  let since = Date.now();
  while (Date.now() - since < PATIENCE_MS) {
    const progress = await readProgress(stack);
    if (progress.text !== last) since = Date.now();
    last = progress.text;
    if (progress.jobs === 0 && world.running.length === 0 && (await areSettled(stack, organizations))) return;
    await sleep(250);
  }
}

/**
 * Reads what differs after each step of anybody, and how many jobs are to be run: builds that wait for their turn are some, and
 * sub-resources that are to be dropped, unless others depend on them.
 */
async function readProgress({ pool }: Stack): Promise<{ text: string; jobs: number }> {
  const { rows } = await pool.query<{ text: string; jobs: number }>(
    `SELECT concat_ws(' ', (SELECT max(id) FROM resource_changes), (SELECT max(settled_at) FROM changes)) AS text,
       (SELECT count(*)::int FROM graphile_worker._private_jobs WHERE attempts < max_attempts AND run_at <= now())
       + (SELECT count(*)::int FROM provider_builds WHERE status IN ('pending', 'building'))
       + (SELECT count(*)::int FROM sub_resource_drops d WHERE NOT EXISTS (
            SELECT FROM edges e WHERE e.organization_id = d.organization_id AND e.to_key = d.key AND e.kind <> 'owner'
          )) AS jobs`,
  );
  return rows[0] ?? { text: "", jobs: 0 };
}

async function areSettled({ pool, urls }: Stack, organizations: readonly Organization[]): Promise<boolean> {
  for (const organization of organizations) {
    const changes = await readWaitingChanges(pool, urls[0] as string, organization);
    if (changes.some(({ blocked }) => blocked.length === 0)) return false;
    const resources = (await readStandings(pool, organization)) as StoredResource[];
    if (findStuck({ resources, edges: await readEdges(pool, organization) }).length > 0) return false;
  }
  return true;
}
