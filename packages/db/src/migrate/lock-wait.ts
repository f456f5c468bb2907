import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "./run.ts";

/** The lock that a statement waits for, and who has it. */
export interface LockWait {
  /** Ready to be part of SQL; null if it is not a table. */
  readonly table: string | null;
  /** For people: "the table resources: process 71 (pg_dump, for 12 s)". */
  readonly description: string;
}

interface Row {
  table: string | null;
  blockers: { pid: number; name: string | null; kind: string | null; seconds: number | null }[] | null;
}

const BLOCKERS = `(
  SELECT json_agg(json_build_object('pid', b.pid, 'name', NULLIF(a.application_name, ''), 'kind', a.backend_type,
    'seconds', round(extract(epoch FROM clock_timestamp() - a.xact_start))::int))
  FROM (SELECT DISTINCT unnest(pg_blocking_pids(l.pid)) AS pid) AS b LEFT JOIN pg_stat_activity a USING (pid))`;

const waitOf = (pid: number): string => `SELECT l.relation::regclass::text AS table, ${BLOCKERS} AS blockers
  FROM pg_locks l WHERE l.pid = ${pid} AND NOT l.granted`;

/** The lock that a process of the server waits for at this moment; null if there is none. */
export async function findLockWait({ lock }: Run, pid: number): Promise<LockWait | null> {
  const [row] = await lock.ask<Row>(waitOf(pid));
  if (row === undefined) return null;
  const who = (row.blockers ?? []).map(describe).join(", ");
  const what = row.table === null ? "transactions that are open" : `the table ${row.table}`;
  return { table: row.table, description: who === "" ? what : `${what}: ${who}` };
}

/** Describes a blocker. One of another role says little without privileges. */
function describe({ pid, name, kind, seconds }: NonNullable<Row["blockers"]>[number]): string {
  if (pid === 0) return "a prepared transaction";
  const facts = [name ?? (kind === "client backend" ? null : kind), seconds === null ? null : `for ${seconds} s`];
  const known = facts.filter((fact) => fact !== null);
  return known.length === 0 ? `process ${pid}` : `process ${pid} (${known.join(", ")})`;
}

/** Looks every `everyMs` until `work` has ended; a check that fails does not matter. @returns what `work` returns @throws what it throws */
export async function whileChecking<Result>(
  everyMs: number,
  check: () => Promise<void>,
  work: Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const looking = (async () => {
    while (!ended.signal.aborted) {
      await sleep(everyMs, undefined, { signal: ended.signal }).catch(() => {});
      if (!ended.signal.aborted) await check().catch(() => {});
    }
  })();
  try {
    return await work;
  } finally {
    ended.abort();
    await looking;
  }
}
