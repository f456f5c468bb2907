import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "../sql/within-bytes.ts";

export interface LogRow {
  id: string;
  timestamp: string;
  level: string;
  message: string;
  metadata: string | null;
  /** Trace of the request that led to the event that it was written for; null if that named none. */
  trace_id: string | null;
}

/** Which lines are read; all without restriction. */
export interface LogSelection {
  since?: Date | null | undefined;
  /** Only lines written for this event. */
  eventId?: string | undefined;
  /** Only lines written in the attempt of this number, from 1. */
  attempt?: number | undefined;
}

/** The attempt that lines are written in; nulls where they belong to none. */
export interface LogOrigin {
  eventId: string | null;
  attempt: number | null;
}

export interface NewLog {
  timestamp: string;
  level: string;
  message: string;
  /** JSON text. */
  metadata: string | null;
}

// One writer per resource at a time, until it commits: followers read by id, and must not be overtaken.
const append = tenantStatement(
  "append_logs",
  `WITH turn AS MATERIALIZED (
     SELECT pg_advisory_xact_lock(hashtextextended('logs:' || $1::uuid::text || '/' || $2, 0))
   ), added AS (
     INSERT INTO resource_logs (organization_id, resource_key, event_id, attempt, timestamp, level, message, metadata)
     SELECT $1, $2, $3::uuid, $4::int, l.timestamp, l.level, l.message, l.metadata::jsonb
     FROM turn, unnest($5::timestamptz[], $6::text[], $7::text[], $8::text[])
       WITH ORDINALITY AS l(timestamp, level, message, metadata, position)
     ORDER BY l.position
     RETURNING id
   )
   SELECT bool_or(id % 256 = 0) AS trim FROM added`,
);

// `id + 0` matches the index by resource (see the history).
const trim = tenantStatement(
  "trim_logs",
  `DELETE FROM resource_logs WHERE organization_id = $1 AND resource_key = $2 AND id + 0 <= (
     SELECT id FROM resource_logs WHERE organization_id = $1 AND resource_key = $2 ORDER BY id + 0 DESC OFFSET $3 LIMIT 1
   ) RETURNING 1`,
);

const columns = "id, timestamp, level, message, metadata, trace_id";
const traceId = `(
  SELECT substr(ev.traceparent, 4, 32) FROM events ev WHERE ev.organization_id = $1 AND ev.id = l.event_id
)`;

/** The conditions of a selection, whose three values begin at a parameter. */
function selected(first: number): string {
  return `($${first}::timestamptz IS NULL OR timestamp >= $${first})
       AND ($${first + 1}::uuid IS NULL OR event_id = $${first + 1}) AND ($${first + 2}::int IS NULL OR attempt = $${first + 2})`;
}

const tail = tenantStatement(
  "tail_logs",
  `SELECT min(id) AS first, count(*)::int AS count FROM (
     SELECT id FROM resource_logs
     WHERE organization_id = $1 AND resource_key = $2 AND ${selected(3)}
     ORDER BY id + 0 DESC LIMIT $6
   ) AS newest`,
);

const after = tenantStatement(
  "logs_after",
  withinBytes({
    rows: `SELECT id, timestamp, level, message, metadata, ${traceId} AS trace_id, ${bytesOf("message", "metadata")} AS bytes
      FROM resource_logs l
      WHERE organization_id = $1 AND resource_key = $2 AND id + 0 > $3::bigint
        AND ${selected(4)}
      ORDER BY id + 0 LIMIT $7 + 1`,
    columns,
    order: "id",
    limit: "$7",
    bytes: "$8",
  }),
);

const last = tenantStatement(
  "last_log_id",
  "SELECT id FROM resource_logs WHERE organization_id = $1 AND resource_key = $2 ORDER BY id + 0 DESC LIMIT 1",
);

/** Appends lines in order. @returns whether it is time to trim */
export async function insertLogs(
  tenant: Tenant,
  key: string,
  { eventId, attempt }: LogOrigin,
  logs: readonly NewLog[],
): Promise<boolean> {
  const row = await tenant.queryOne<{ trim: boolean | null }>(
    append,
    key,
    eventId,
    attempt,
    logs.map((log) => log.timestamp),
    logs.map((log) => log.level),
    logs.map((log) => log.message),
    logs.map((log) => log.metadata) as readonly string[],
  );
  return row?.trim === true;
}

/** Deletes the oldest lines beyond `keep`. @returns how many */
export async function trimLogs(tenant: Tenant, key: string, keep: number): Promise<number> {
  return (await tenant.query(trim, key, keep)).length;
}

/** The last lines: the id of the first of them, null if there are none, and how many there are. */
export async function tailLogs(
  tenant: Tenant,
  key: string,
  { since = null, eventId, attempt }: LogSelection,
  count: number,
): Promise<{ first: string | null; count: number }> {
  const row = await tenant.queryOne<{ first: string | null; count: number }>(
    tail,
    key,
    since,
    eventId ?? null,
    attempt ?? null,
    count,
  );
  return row ?? { first: null, count: 0 };
}

/** The next selected lines after one, oldest first, and whether more follow. */
export async function logsAfter(
  tenant: Tenant,
  key: string,
  { id, since = null, eventId, attempt }: LogSelection & { id: string },
  { limit, bytes }: Room,
): Promise<{ rows: LogRow[]; more: boolean }> {
  const values = [key, id, since, eventId ?? null, attempt ?? null, limit, bytes] as const;
  return fitting(await tenant.query<LogRow & Counted>(after, ...values));
}

/** Id of the newest line; 0 if there is none. */
export async function lastLogId(tenant: Tenant, key: string): Promise<string> {
  return (await tenant.queryOne<{ id: string }>(last, key))?.id ?? "0";
}
