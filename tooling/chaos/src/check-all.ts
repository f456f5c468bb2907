import { setTimeout as sleep } from "node:timers/promises";
import type { HttpClient } from "./clients/http-client.ts";
import { readStandings } from "./collect/stored-resources.ts";
import type { OutsideWorld } from "./outside/outside-world.ts";
import { quiesce } from "./quiesce.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

/** What is corrected is checked again, and so is what follows from it. */
const MOST_ROUNDS = 5;

const TAKEN_MS = 10_000;

/** Where nobody acts any more: has everything checked for drift until that has no consequences, paused resources too. */
export async function checkAll(
  stack: Stack,
  http: HttpClient,
  world: OutsideWorld,
  organizations: readonly Organization[],
): Promise<void> {
  let before = -1;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const written = await lastStep(stack);
    if (written === before) return;
    before = written;
    // Those that come by themselves must leave alone what is paused.
    await stack.pool.query("UPDATE drift_checks SET due_at = now()");
    await untilTaken(stack);
    await Promise.all(organizations.map((organization) => checkEach(stack, http, organization)));
    await quiesce(stack, world, organizations);
  }
}

/** Waits until workers have taken all that is due; of types that nobody runs any more nothing is. */
async function untilTaken({ pool }: Stack): Promise<void> {
  for (const end = Date.now() + TAKEN_MS; Date.now() < end; await sleep(250)) {
    const { rows } = await pool.query("SELECT FROM drift_checks WHERE due_at <= now() LIMIT 1");
    if (rows.length === 0) return;
  }
}

async function checkEach(stack: Stack, http: HttpClient, organization: Organization): Promise<void> {
  const standings = (await readStandings(stack.pool, organization)).filter(({ key }) => key.startsWith("chaos/"));
  await Promise.all(standings.map(({ key }) => http.send("calm", organization, 0, { kind: "drift-check", key })));
}

async function lastStep({ pool }: Stack): Promise<number> {
  const { rows } = await pool.query<{ id: string | null }>("SELECT max(id) AS id FROM resource_changes");
  return Number(rows[0]?.id ?? 0);
}
