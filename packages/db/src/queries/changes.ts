import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

/**
 * Which transactions a reader has seen: all below `xmax` except those in `running`. Transaction ids are 64 bits wide in
 * PostgreSQL and far from 2^53.
 */
export interface Snapshot {
  readonly xmax: number;
  /** In ascending order. */
  readonly running: readonly number[];
}

/** A state change, as the event stream reads it. */
export interface ChangeRow {
  /** bigint as text. */
  id: string;
  organization_id: string;
  resource_key: string;
  timestamp: string;
  to_state: string | null;
  generation: number;
  error: string | null;
}

const current = systemStatement(
  "change_snapshot",
  `SELECT pg_current_snapshot()::text AS snapshot, extract(epoch FROM now())::bigint AS seconds,
     (SELECT token FROM stream_epochs WHERE server_started_at = pg_postmaster_start_time()) AS epoch`,
);

// Of several that find none, one creates it, and all others keep that.
const beginEpoch = systemStatement(
  "begin_stream_epoch",
  `INSERT INTO stream_epochs AS e (id, token, server_started_at) VALUES (1, $1, pg_postmaster_start_time())
   ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token, server_started_at = EXCLUDED.server_started_at
   WHERE e.server_started_at <> EXCLUDED.server_started_at`,
);

const columns = "c.id, c.organization_id, c.resource_key, c.timestamp, c.to_state, c.generation, c.error";

/** A changed state, or a stale mark that was set or cleared. Saving metadata does not change the state. */
const isStateChange = `(c.from_state IS DISTINCT FROM c.to_state OR c.event_type IN ('STALE', 'UNCHANGED'))`;

/** Committed after the snapshot (from, running), and seen by the snapshot (to, running). */
const between = (after: string, afterRunning: string, until: string, untilRunning: string): string =>
  `(c.xid >= ${after} OR c.xid = ANY (${afterRunning}::bigint[]))
     AND c.xid < ${until} AND c.xid <> ALL (${untilRunning}::bigint[])`;

// Adding 0 keeps the planner from walking the primary key in the hope of finding the rows early.
// Both parts are read by the transaction, whatever the statistics say of organizations and of rows per transaction: a
// look happens many times a second, and reads next to nothing.
const ofOrganizations = systemStatement(
  "changes_between",
  `SELECT ${columns} FROM (
     SELECT * FROM resource_changes WHERE xid >= $2 AND xid < $4
     UNION ALL
     SELECT late.* FROM unnest($3::bigint[]) AS running (xid)
       CROSS JOIN LATERAL (SELECT * FROM resource_changes WHERE xid = running.xid OFFSET 0) late
     WHERE running.xid < $4
   ) c
   WHERE c.xid <> ALL ($5::bigint[]) AND (c.organization_id = ANY ($1::uuid[])) IS TRUE AND c.id + 0 > $6
     AND ${isStateChange}
   ORDER BY c.id + 0 LIMIT $7`,
);

const ofOrganization = tenantStatement(
  "organization_changes_between",
  `SELECT ${columns} FROM resource_changes c
   WHERE c.organization_id = $1 AND ${between("$2", "$3", "$4", "$5")} AND c.id > $6 AND ${isStateChange}
   ORDER BY c.id + 0 LIMIT $7`,
);

/** What is committed at a moment. */
export interface Moment {
  snapshot: Snapshot;
  /** By the database's clock. */
  seconds: number;
  /** Snapshots can be compared only within one epoch. Null if none has begun since the server started or recovered. */
  epoch: string | null;
}

/** What is committed now. */
export async function takeSnapshot(db: Database): Promise<Moment> {
  const [row] = await db.query<{ snapshot: string; seconds: string; epoch: string | null }>(current, []);
  const [, xmax, running] = (row?.snapshot ?? "").split(":");
  return {
    snapshot: { xmax: Number(xmax), running: running ? running.split(",").map(Number) : [] },
    seconds: Number(row?.seconds),
    epoch: row?.epoch ?? null,
  };
}

/** Begins an epoch, unless one has begun already. @param token never used before */
export async function beginStreamEpoch(db: Database, token: string): Promise<void> {
  await db.query(beginEpoch, [token]);
}

/** State changes of some organizations that `until` sees and `after` does not, with ids above `id`, by id. */
export function changesBetween(
  db: Database,
  organizationIds: readonly string[],
  after: Snapshot,
  until: Snapshot,
  id: string,
  limit: number,
): Promise<ChangeRow[]> {
  const values = [organizationIds, after.xmax, after.running, until.xmax, until.running, id, limit];
  return db.query<ChangeRow>(ofOrganizations, values);
}

/** The same for one organization, with ids above `id`. */
export function organizationChangesBetween(
  tenant: Tenant,
  after: Snapshot,
  until: Snapshot,
  id: string,
  limit: number,
): Promise<ChangeRow[]> {
  return tenant.query<ChangeRow>(ofOrganization, after.xmax, after.running, until.xmax, until.running, id, limit);
}
