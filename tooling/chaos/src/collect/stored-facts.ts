import { setTimeout as sleep } from "node:timers/promises";
import type { LifecycleState } from "@pragma/contract";
import type { DeadLetterFact, GraphFact, HistoryFact, Leftovers } from "@pragma/testing/chaos";
import type pg from "pg";
import type { Organization } from "../stack/organization.ts";
import type { Stack } from "../stack/stack.ts";

interface HistoryRow {
  id: string;
  resource_key: string;
  timestamp: Date;
  event_type: string;
  from_state: LifecycleState | null;
  to_state: LifecycleState | null;
  generation: number;
  correlation_id: string;
  event_id: string | null;
  error: string | null;
  changes: HistoryFact["changes"] | null;
}

/** The whole history, that of resources which are gone included: the API shows none of those. */
export async function readHistory(pool: pg.Pool, { id, space }: Organization): Promise<HistoryFact[]> {
  const { rows } = await pool.query<HistoryRow>(
    `SELECT id, resource_key, timestamp, event_type, from_state, to_state, generation, correlation_id, event_id, error, changes
     FROM resource_changes WHERE organization_id = $1 ORDER BY id`,
    [id],
  );
  return rows.map((row) => ({
    ...{ id: Number(row.id), space, key: row.resource_key, at: row.timestamp.getTime(), type: row.event_type },
    ...{ from: row.from_state, to: row.to_state, generation: row.generation, error: row.error },
    ...{ correlationId: row.correlation_id, eventId: row.event_id, changes: row.changes ?? [] },
  }));
}

export async function readDeadLetters(pool: pg.Pool, { id, space }: Organization): Promise<DeadLetterFact[]> {
  const { rows } = await pool.query<{
    event_id: string;
    resource_key: string;
    event_type: string;
    error_message: string;
  }>(`SELECT event_id, resource_key, event_type, error_message FROM dead_letters WHERE organization_id = $1`, [id]);
  return rows.map((row) => ({
    ...{ space, eventId: row.event_id, key: row.resource_key, type: row.event_type, error: row.error_message },
  }));
}

export async function readGraph(url: string, { space, token }: Organization): Promise<GraphFact> {
  const response = await fetch(`${url}/resources/graph`, { headers: { authorization: `Bearer ${token}` } });
  const { edges } = (await response.json()) as Pick<GraphFact, "edges">;
  return { space, edges };
}

/** Reads what is left of work, of all organizations. */
export async function readLeftovers({ pool, apis, workers }: Stack): Promise<Leftovers> {
  const list = async (text: string): Promise<string[]> =>
    (await pool.query<{ line: string }>(text)).rows.map(({ line }) => line);
  return {
    unsettledEvents: await list(
      `SELECT format('%s of %s', e.id, e.resource_key) AS line FROM events e
       WHERE e.settled_at IS NULL AND NOT EXISTS (
         SELECT FROM resources r WHERE r.organization_id = e.organization_id AND r.key = e.resource_key
           AND r.pending_event_id = e.id)`,
    ),
    leases: await list(`SELECT format('on %s by %s', resource_key, owner) AS line FROM leases`),
    lockedJobs: await lasting(() =>
      list(
        `SELECT format('%s, %s, by %s since %s', t.identifier, j.id, j.locked_by, j.locked_at) AS line
         FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
         WHERE j.locked_by IS NOT NULL`,
      ),
    ),
    endedPrograms: [...apis, ...workers].flatMap(({ unasked }) => unasked),
    failedJobs: await list(
      `SELECT format('%s: %s', id, last_error) AS line FROM graphile_worker._private_jobs WHERE attempts >= max_attempts`,
    ),
  };
}

/** The clock's own jobs run now and then, and are locked meanwhile. None takes so long. */
const RUN_MS = 5000;

/** The listed items that are still there a while later. */
async function lasting(list: () => Promise<string[]>): Promise<string[]> {
  const first = await list();
  if (first.length === 0) return [];
  await sleep(RUN_MS);
  const second = new Set(await list());
  return first.filter((line) => second.has(line));
}
