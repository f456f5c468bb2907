import type { Database } from "../../database.ts";
import { StandbyRefusal } from "../../standby-refusal.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** A place in the log of a primary. */
export interface Position {
  lsn: string;
  /** Counts the fail-overs of the cluster: positions of different timelines do not compare. */
  timeline: number;
  /** Which database of which cluster. */
  cluster: string;
}

/** SQL for a row that says which database of which cluster this is. */
export const THIS_DATABASE = `SELECT s.system_identifier::text || '/' || d.oid::text AS cluster
  FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()`;

/** SQL for the timeline of a place in the log. */
export function timelineAt(lsn: string): string {
  return `('x' || left(pg_walfile_name(${lsn}), 8))::bit(32)::int`;
}

/** Many reads wait for one position, so a connection that hangs is given up soon. */
const POSITION_MS = 1000;

// A commit is visible, and acknowledged, once it is flushed: unless the server was told not to wait for that.
const position = {
  ...systemStatement(
    "log_position",
    `SELECT l.lsn::text AS lsn, ${timelineAt("l.lsn")} AS timeline, i.cluster
   FROM (SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()
     ELSE pg_current_wal_flush_lsn() END AS lsn) AS l, (${THIS_DATABASE}) AS i`,
  ),
  answerWithinMs: POSITION_MS,
};

// Bound to an organization as all that follows in the transaction is: it holds the connection on its behalf. The control file
// may tell of a new timeline late, but never too early.
const replayed = tenantStatement(
  "has_replayed",
  `SELECT pg_is_in_recovery() AS is_standby, i.cluster, COALESCE(pg_last_wal_replay_lsn() >= $2::pg_lsn, false) AS has_replayed,
     GREATEST(c.timeline_id, r.min_recovery_end_timeline) AS timeline
   FROM pg_control_checkpoint() c, pg_control_recovery() r, (${THIS_DATABASE}) AS i WHERE $1::uuid IS NOT NULL`,
);

/**
 * How far the log of the primary goes: everything that was committed and acknowledged, or that anybody saw, lies before.
 * @throws what PostgreSQL throws if it is in recovery itself
 */
export async function findPosition(db: Database): Promise<Position> {
  const [row] = await db.query<Position>(position, []);
  if (row === undefined) throw new Error("The database does not know itself");
  return row;
}

/**
 * Whether a standby shows everything up to a position, and so will all later statements of the same session.
 * @throws StandbyRefusal if it is not a standby of that primary
 */
export async function hasReplayed(tenant: Tenant, { lsn, timeline, cluster }: Position): Promise<boolean> {
  interface Row extends Omit<Position, "lsn"> {
    is_standby: boolean;
    has_replayed: boolean;
  }
  const row = await tenant.queryOne<Row>(replayed, lsn);
  if (!row?.is_standby) throw new StandbyRefusal("no_standby");
  if (row.cluster !== cluster || row.timeline !== timeline) throw new StandbyRefusal("other_cluster");
  return row.has_replayed;
}
