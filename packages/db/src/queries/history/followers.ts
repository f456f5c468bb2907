import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";
import { parseSnapshot, type Snapshot } from "./changes.ts";
import { THIS_DATABASE, timelineAt } from "./replication.ts";

/** What follows the history: each has a cursor of its own. */
export type FollowerKind = "checks";

/** How far a follower has read, and how far it can. */
export interface FollowerPlace {
  /** What it has read: what this snapshot sees. Null if it has read nothing, or its cursor is of another server. */
  read: Snapshot | null;
  now: Snapshot;
  /** To be stored once it has read up to `now`. */
  cursor: Cursor;
}

export interface Cursor {
  cluster: string;
  timeline: number;
  snapshot: string;
}

const take = systemStatement(
  "take_follower",
  "SELECT pg_try_advisory_xact_lock(hashtextextended('follower:' || $1::text, 0)) AS taken",
);

const place = systemStatement(
  "follower_place",
  `SELECT pg_current_snapshot()::text AS now, i.cluster, ${timelineAt("pg_current_wal_insert_lsn()")} AS timeline,
     f.snapshot, f.cluster AS cursor_cluster, f.timeline AS cursor_timeline
   FROM (${THIS_DATABASE}) AS i LEFT JOIN followers f ON f.kind = $1`,
);

// Its commit is waited for, whatever the server was told: who follows may tell others what it has read.
const store = systemStatement(
  "store_follower",
  `WITH durable AS (
     SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'local', true) END
   )
   INSERT INTO followers (kind, cluster, timeline, snapshot) SELECT $1, $2, $3::int, $4 FROM durable
   ON CONFLICT (kind) DO UPDATE SET cluster = EXCLUDED.cluster, timeline = EXCLUDED.timeline, snapshot = EXCLUDED.snapshot,
     updated_at = now()`,
);

/**
 * Makes the transaction the only one that follows the history for this purpose, until it ends. It gets no id of its own by that.
 * @returns false if another one does
 */
export async function takeFollower(db: Database, kind: FollowerKind): Promise<boolean> {
  const [row] = await db.query<{ taken: boolean }>(take, [kind]);
  return row?.taken === true;
}

/**
 * Where a follower stands. A cursor survives the crash of a server, since whatever its snapshot sees, or sees ended, is in the log
 * before the commit that stores it (ADR 78).
 */
export async function findFollowerPlace(db: Database, kind: FollowerKind): Promise<FollowerPlace> {
  interface Row {
    now: string;
    cluster: string;
    timeline: number;
    snapshot: string | null;
    cursor_cluster: string | null;
    cursor_timeline: number | null;
  }
  const [row] = await db.query<Row>(place, [kind]);
  if (row === undefined) throw new Error("The database does not know itself");
  const { now, cluster, timeline, snapshot, cursor_cluster, cursor_timeline } = row;
  const isOfThisServer = snapshot !== null && cursor_cluster === cluster && cursor_timeline === timeline;
  return {
    read: isOfThisServer ? parseSnapshot(snapshot) : null,
    now: parseSnapshot(now),
    cursor: { cluster, timeline, snapshot: now },
  };
}

/** Stores how far a follower has read. It counts if the transaction commits, as what was done with what it read does. */
export async function storeFollowerCursor(
  db: Database,
  kind: FollowerKind,
  { cluster, timeline, snapshot }: Cursor,
): Promise<void> {
  await db.query(store, [kind, cluster, timeline, snapshot]);
}
