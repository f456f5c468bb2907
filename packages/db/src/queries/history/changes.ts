import type { Database } from "../../database.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

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

/** The same for followers of the history. */
export interface FollowedChange extends ChangeRow {
  from_state: string | null;
}

const current = systemStatement(
  "change_snapshot",
  `SELECT pg_current_snapshot()::text AS snapshot, extract(epoch FROM now())::bigint AS seconds,
     (SELECT token FROM stream_epochs WHERE server_started_at = pg_postmaster_start_time()) AS epoch`,
);

// If several find none, one creates it, and all others keep that.
const beginEpoch = systemStatement(
  "begin_stream_epoch",
  `INSERT INTO stream_epochs AS e (id, token, server_started_at) VALUES (1, $1, pg_postmaster_start_time())
   ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token, server_started_at = EXCLUDED.server_started_at
   WHERE e.server_started_at <> EXCLUDED.server_started_at`,
);

/** A changed state, a stale mark that was set or cleared, or what a check found. Saving metadata does not change the state. */
const isStateChange = `(c.from_state IS DISTINCT FROM c.to_state OR c.event_type IN ('STALE', 'UNCHANGED', 'DRIFT'))`;

const COLUMNS = "c.id, c.organization_id, c.resource_key, c.timestamp, c.to_state, c.generation, c.error";

/**
 * Rows of resource_changes that the snapshot ($4, $5) sees and ($2, $3) does not.
 *
 * They are read by their transactions, whatever the statistics say of organizations and of rows per transaction: a look
 * happens many times a second and reads next to nothing, and many clients resume at once. So the condition on the
 * organization is hidden from the planner, and adding 0 keeps it from walking the primary key in the hope of finding
 * the rows early.
 */
const between = (columns: string, ofWhom: string): string =>
  `SELECT ${columns} FROM (
     SELECT * FROM resource_changes WHERE xid >= $2 AND xid < $4
     UNION ALL
     SELECT late.* FROM unnest($3::bigint[]) AS running (xid)
       CROSS JOIN LATERAL (SELECT * FROM resource_changes WHERE xid = running.xid OFFSET 0) late
     WHERE running.xid < $4
   ) c
   WHERE c.xid <> ALL ($5::bigint[]) AND (${ofWhom}) IS TRUE AND c.id + 0 > $6 AND ${isStateChange}
   ORDER BY c.id + 0 LIMIT $7`;

const OF_ORGANIZATIONS = "c.organization_id = ANY ($1::uuid[])";
// As one text: the driver takes longer for thousands of rows.
const IDS = "string_agg(c.id::text, ',' ORDER BY c.id) AS ids";

const rowsOfOrganizations = systemStatement("changes_between", between(COLUMNS, OF_ORGANIZATIONS));

const OF_ALL = "$1::uuid[] IS NULL";

const rowsOfAll = systemStatement("all_changes_between", between(`${COLUMNS}, c.from_state`, OF_ALL));

const idsOfOrganizations = systemStatement(
  "change_ids_between",
  `SELECT c.organization_id, ${IDS} FROM (${between("c.id, c.organization_id", OF_ORGANIZATIONS)}) c
   GROUP BY c.organization_id`,
);

const countsOfOrganizations = systemStatement(
  "count_changes_between",
  `SELECT c.organization_id, count(*)::int AS count FROM (${between("c.id, c.organization_id", OF_ORGANIZATIONS)}) c
   GROUP BY c.organization_id ORDER BY count, c.organization_id`,
);

const idsOfOrganization = tenantStatement(
  "organization_change_ids_between",
  `SELECT ${IDS} FROM (${between("c.id", "c.organization_id = $1")}) c`,
);

const rowsById = tenantStatement(
  "organization_changes",
  `SELECT ${COLUMNS} FROM resource_changes c
   WHERE c.id = ANY ($2::bigint[]) AND (c.organization_id = $1) IS TRUE ORDER BY c.id`,
);

/** The commits at a moment. */
export interface Moment {
  snapshot: Snapshot;
  /** By the database's clock. */
  seconds: number;
  /** Snapshots can be compared only within one epoch. Null if none has begun since the server started or recovered. */
  epoch: string | null;
}

/** Reads a snapshot as PostgreSQL writes it: `xmin:xmax:running,…`. */
export function parseSnapshot(text: string): Snapshot {
  const [, xmax, running] = text.split(":");
  return { xmax: Number(xmax), running: running ? running.split(",").map(Number) : [] };
}

/** Takes a snapshot now. */
export async function takeSnapshot(db: Database): Promise<Moment> {
  const [row] = await db.query<{ snapshot: string; seconds: string; epoch: string | null }>(current, []);
  return {
    snapshot: parseSnapshot(row?.snapshot ?? ""),
    seconds: Number(row?.seconds),
    epoch: row?.epoch ?? null,
  };
}

/** Begins an epoch, unless one has begun already. @param token never used before */
export async function beginStreamEpoch(db: Database, token: string): Promise<void> {
  await db.query(beginEpoch, [token]);
}

/** Which changes to read. */
export interface ChangesWanted {
  /** Committed after this snapshot. */
  after: Snapshot;
  /** Committed before this one. */
  until: Snapshot;
  /** With ids above this one. */
  aboveId: string;
  /** Null for all. */
  limit: number | null;
}

const valuesOf = ({ after, until, aboveId, limit }: ChangesWanted) =>
  [after.xmax, after.running, until.xmax, until.running, aboveId, limit] as const;

/** State changes of some organizations, by id. */
export function findChangesBetween(
  db: Database,
  organizationIds: readonly string[],
  wanted: ChangesWanted,
): Promise<ChangeRow[]> {
  return db.query<ChangeRow>(rowsOfOrganizations, [organizationIds, ...valuesOf(wanted)]);
}

/** State changes of all organizations, by id: for followers of the history. */
export function findAllChangesBetween(db: Database, wanted: ChangesWanted): Promise<FollowedChange[]> {
  return db.query<FollowedChange>(rowsOfAll, [null, ...valuesOf(wanted)]);
}

/** Their ids alone, of each organization that has any. Many take one look at the history, and little room. */
export async function findChangeIdsBetween(
  db: Database,
  organizationIds: readonly string[],
  wanted: ChangesWanted,
): Promise<{ organizationId: string; ids: string[] }[]> {
  const rows = await db.query<{ organization_id: string; ids: string | null }>(idsOfOrganizations, [
    organizationIds,
    ...valuesOf(wanted),
  ]);
  return rows.map(({ organization_id, ids }) => ({ organizationId: organization_id, ids: idsIn(ids) }));
}

/** How many there are of each organization that has any, those with the fewest first. */
export async function countChangesBetween(
  db: Database,
  organizationIds: readonly string[],
  wanted: ChangesWanted,
): Promise<{ organizationId: string; count: number }[]> {
  const rows = await db.query<{ organization_id: string; count: number }>(countsOfOrganizations, [
    organizationIds,
    ...valuesOf(wanted),
  ]);
  return rows.map(({ organization_id, count }) => ({ organizationId: organization_id, count }));
}

/** The ids of one organization's. */
export async function findOwnChangeIdsBetween(tenant: Tenant, wanted: ChangesWanted): Promise<string[]> {
  const row = await tenant.queryOne<{ ids: string | null }>(idsOfOrganization, ...valuesOf(wanted));
  return idsIn(row?.ids ?? null);
}

/** An organization's state changes with the given ids, by id. */
export function findChangesById(tenant: Tenant, ids: readonly string[]): Promise<ChangeRow[]> {
  return tenant.query<ChangeRow>(rowsById, ids);
}

const idsIn = (text: string | null): string[] => (text === null ? [] : text.split(","));
