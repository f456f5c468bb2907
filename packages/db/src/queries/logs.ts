import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "./within-bytes.ts";

export interface LogRow {
  id: string;
  timestamp: string;
  level: string;
  message: string;
  metadata: string | null;
  /** Of the request that led to the event that it was written for; null if that named none. */
  trace_id: string | null;
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
     INSERT INTO resource_logs (organization_id, resource_key, event_id, timestamp, level, message, metadata)
     SELECT $1, $2, $3::uuid, l.timestamp, l.level, l.message, l.metadata::jsonb
     FROM turn, unnest($4::timestamptz[], $5::text[], $6::text[], $7::text[])
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

const tail = tenantStatement(
  "tail_logs",
  `SELECT min(id) AS first, count(*)::int AS count FROM (
     SELECT id FROM resource_logs
     WHERE organization_id = $1 AND resource_key = $2 AND ($3::timestamptz IS NULL OR timestamp >= $3)
     ORDER BY id + 0 DESC LIMIT $4
   ) AS newest`,
);

const after = tenantStatement(
  "logs_after",
  withinBytes({
    rows: `SELECT id, timestamp, level, message, metadata, ${traceId} AS trace_id, ${bytesOf("message", "metadata")} AS bytes
      FROM resource_logs l
      WHERE organization_id = $1 AND resource_key = $2 AND id + 0 > $3::bigint
        AND ($4::timestamptz IS NULL OR timestamp >= $4)
      ORDER BY id + 0 LIMIT $5 + 1`,
    columns,
    order: "id",
    limit: "$5",
    bytes: "$6",
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
  eventId: string | null,
  logs: readonly NewLog[],
): Promise<boolean> {
  const row = await tenant.queryOne<{ trim: boolean | null }>(
    append,
    key,
    eventId,
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
  since: Date | null,
  count: number,
): Promise<{ first: string | null; count: number }> {
  const row = await tenant.queryOne<{ first: string | null; count: number }>(tail, key, since, count);
  return row ?? { first: null, count: 0 };
}

/** The next lines after one, from a time on, oldest first, and whether more follow. */
export async function logsAfter(
  tenant: Tenant,
  key: string,
  { id, since = null }: { id: string; since?: Date | null },
  { limit, bytes }: Room,
): Promise<{ rows: LogRow[]; more: boolean }> {
  return fitting(await tenant.query<LogRow & Counted>(after, key, id, since, limit, bytes));
}

/** Id of the newest line; 0 if there is none. */
export async function lastLogId(tenant: Tenant, key: string): Promise<string> {
  return (await tenant.queryOne<{ id: string }>(last, key))?.id ?? "0";
}
