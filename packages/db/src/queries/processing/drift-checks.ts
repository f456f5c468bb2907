import { type Finding, USUAL_CHECK_SECONDS } from "@pragma/contract";
import type { Database } from "../../database.ts";
import { SHIPPED_ORGANIZATION_ID } from "../../ids.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { type ResourceRow, readColumn } from "../sql/resource-row.ts";
import { unpackedBytes } from "../sql/within-bytes.ts";
import type { TakeRequests } from "./reconcile-requests.ts";

/** What was just made is looked at once this has passed, so that it has settled: at least, and at most. */
const FIRST_CHECK = [10, 60] as const;

const FINDINGS = "('drifted', 'missing')";

/** The type of a resource `r`, if that can be looked at. An organization's own provider hides the shipped one. */
const checkedType = `(
  SELECT t.drift_every, t.real AND t.capabilities && '{read,observe}' AS is_checked FROM provider_types t
  WHERE t.provider = r.provider AND t.resource = r.resource AND t.organization_id IN (r.organization_id, '${SHIPPED_ORGANIZATION_ID}')
  ORDER BY t.organization_id = r.organization_id DESC LIMIT 1
)`;

const EVERY = `COALESCE(t.drift_every, o.check_every, ${USUAL_CHECK_SECONDS})`;

const between = (least: number, most: string): string =>
  `(${least} + random() * GREATEST(${most} - ${least}, 0)) * interval '1 second'`;

// The resource is held, so that its history goes on from where it stands. One that is being written is told by its next check.
const tellCleared = systemStatement(
  "tell_cleared_findings",
  `WITH cleared AS (
     SELECT r.organization_id, r.key, r.drift, r.lifecycle_state, r.generation, d.found
     FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[]) AS f (organization_id, key)) f
       JOIN drift_checks d ON d.organization_id = f.organization_id AND d.resource_key = f.key AND d.found IS NOT NULL
       CROSS JOIN LATERAL (
         -- OFFSET 0 makes it one look-up a row, whatever the statistics say.
         SELECT x.* FROM resources x WHERE x.organization_id = d.organization_id AND x.key = d.resource_key
           AND x.drift NOT IN ${FINDINGS} FOR NO KEY UPDATE SKIP LOCKED OFFSET 0
       ) AS r
   ), told AS (
     INSERT INTO resource_changes
       (organization_id, resource_key, event_type, from_state, to_state, generation, changes, actor, correlation_id)
     SELECT organization_id, key, 'DRIFT', lifecycle_state, lifecycle_state, generation,
       json_build_array(json_build_object('path', 'drift', 'before', found, 'after', drift)), $3::json, key
     FROM cleared
   )
   UPDATE drift_checks d SET found = NULL, changes = NULL, finding_hash = NULL FROM cleared c
   WHERE d.organization_id = c.organization_id AND d.resource_key = c.key`,
);

// A finding that no check will ever clear, since none are made, loses its hash.
const schedule = systemStatement(
  "schedule_checks",
  `WITH fresh AS (
     SELECT r.organization_id, r.key, r.provider, t.every,
       row_number() OVER () + (SELECT count(*) FROM (SELECT FROM drift_checks WHERE due_at < now() + interval '1 minute' LIMIT $3) soon) AS place
     FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[]) AS f (organization_id, key)) f
       JOIN resources r ON r.organization_id = f.organization_id AND r.key = f.key AND r.provisioned
       LEFT JOIN organizations o ON o.id = r.organization_id
       CROSS JOIN LATERAL (SELECT ${EVERY} AS every FROM ${checkedType} t WHERE t.is_checked) t
   )
   INSERT INTO drift_checks AS d (organization_id, resource_key, provider, due_at)
   SELECT organization_id, key, provider, now() + CASE
       WHEN place <= $3 THEN ${between(FIRST_CHECK[0], `${FIRST_CHECK[1]}`)} ELSE ${between(FIRST_CHECK[0], "every")} END
   FROM fresh
   ON CONFLICT (organization_id, resource_key) DO UPDATE SET due_at = EXCLUDED.due_at, error = NULL, failures = 0,
     absent_since = NULL, finding_hash = CASE
       WHEN (SELECT o.check_every FROM organizations o WHERE o.id = d.organization_id) IS DISTINCT FROM 0 THEN d.finding_hash END`,
);

const forget = systemStatement(
  "forget_checks",
  `DELETE FROM drift_checks d USING unnest($1::uuid[], $2::text[]) AS gone (organization_id, key)
   WHERE d.organization_id = gone.organization_id AND d.resource_key = gone.key
     AND NOT EXISTS (
       SELECT FROM resources r WHERE r.organization_id = gone.organization_id AND r.key = gone.key AND (d.found IS NULL OR r.drift = d.found)
     )`,
);

const seed = systemStatement(
  "seed_checks",
  `INSERT INTO drift_checks (organization_id, resource_key, provider, due_at)
   SELECT r.organization_id, r.key, r.provider, now() + ${between(FIRST_CHECK[0], "t.every")}
   FROM resources r LEFT JOIN organizations o ON o.id = r.organization_id
     CROSS JOIN LATERAL (SELECT ${EVERY} AS every FROM ${checkedType} t WHERE t.is_checked) t
   WHERE r.provisioned AND NOT EXISTS (
     SELECT FROM drift_checks d WHERE d.organization_id = r.organization_id AND d.resource_key = r.key
   )
   ON CONFLICT DO NOTHING`,
);

const makeDue = systemStatement("make_checks_due", "UPDATE drift_checks SET due_at = now() WHERE due_at > now()");

const forgetAbsent = systemStatement(
  "forget_absent_checks",
  `DELETE FROM drift_checks d WHERE NOT EXISTS (
     SELECT FROM resources r WHERE r.organization_id = d.organization_id AND r.key = d.resource_key
   )`,
);

/** Columns that a check compares with what is there, or needs for it. */
const COMPARED_COLUMNS = [
  ...(["key", "id", "provider", "resource", "name", "applied_config", "outputs", "state", "tags"] as const),
  ...(["handling", "paused", "drift", "lifecycle_state", "generation", "pending_event_id", "provisioned"] as const),
  ...([
    "deleting_since",
    "connection",
    "returns_to",
    "handed_config",
    "running_dependencies",
    "version",
    "identity",
  ] as const),
] satisfies (keyof ResourceRow)[];

/** A resource as a check reads it. */
export type ComparedRow = Pick<ResourceRow, (typeof COMPARED_COLUMNS)[number]>;

/** A check that is due. */
export interface TakenCheck {
  organizationId: string;
  key: string;
  /** undefined if the resource is gone. */
  row: ComparedRow | undefined;
  typesVersion: string;
  /** The config in force of the connection that it names, as stored; null if it names none, or that has none. */
  connectionConfig: string | null;
  /** What its organization says; 0 for no checks. */
  checkEvery: number | null;
  /** How many checks in a row have found out nothing. */
  failures: number;
  /** Since when it has been found absent, in seconds; null if it has not. */
  absentSeconds: number | null;
  /** What the last check found; null for nothing. */
  found: Finding | null;
  findingHash: string | null;
  /** What it found has been forgotten since, but not that it did. */
  isForgotten: boolean;
}

interface TakenRow extends ComparedRow {
  organization_id: string;
  checked_key: string;
  types_version: string;
  connection_config: string | null;
  check_every: number | null;
  failures: number;
  absent_seconds: number | null;
  found: Finding | null;
  finding_hash: string | null;
  is_forgotten: boolean;
}

const comparedColumns = COMPARED_COLUMNS.map(readColumn).join(", ");

const facts = `t.organization_id, t.resource_key AS checked_key, t.failures, t.found, t.finding_hash,
     t.found IS NOT NULL AND t.changes IS NULL AS is_forgotten,
     extract(epoch FROM now() - t.absent_since)::float8 AS absent_seconds, o.check_every,
     types_version(t.organization_id) AS types_version, c.applied_config AS connection_config, ${comparedColumns}
   FROM taken t LEFT JOIN organizations o ON o.id = t.organization_id
     LEFT JOIN resources r ON r.organization_id = t.organization_id AND r.key = t.resource_key
     LEFT JOIN resources c ON c.organization_id = t.organization_id AND c.key = r.connection`;

// Taking them puts them off: if their worker dies, they are due again.
const take = systemStatement(
  "take_checks",
  `WITH due AS MATERIALIZED (
     SELECT d.organization_id, d.resource_key, d.due_at FROM drift_checks d
     WHERE d.due_at <= now() AND NOT d.organization_id::text || '/' || d.provider = ANY($1::text[])
       AND (d.provider = ANY($2::text[]) OR ARRAY['*/*', '*/' || d.provider, d.organization_id::text || '/*',
         d.organization_id::text || '/' || d.provider] && $3::text[])
     ORDER BY d.due_at LIMIT $4 FOR UPDATE SKIP LOCKED
   ), measured AS (
     SELECT due.*, sum(bytes) OVER (ORDER BY due_at, organization_id, resource_key ROWS UNBOUNDED PRECEDING) - bytes AS before
     FROM due CROSS JOIN LATERAL (
       SELECT COALESCE((SELECT ${unpackedBytes("r.applied_config", "r.handed_config", "r.outputs", "r.state")} FROM resources r
         WHERE r.organization_id = due.organization_id AND r.key = due.resource_key), 0) AS bytes
     ) AS size
   ), taken AS (
     UPDATE drift_checks d SET due_at = now() + $6::int * interval '1 second' FROM measured m
     WHERE d.organization_id = m.organization_id AND d.resource_key = m.resource_key AND m.before < $5::bigint
     RETURNING d.*
   )
   SELECT ${facts}`,
);

// Nothing is put off, which would be another commit: a second check at the same time finds the same.
const takeOne = tenantStatement(
  "take_check",
  `WITH planned AS (
     SELECT * FROM drift_checks d WHERE d.organization_id = $1 AND d.resource_key = $2
   ), added AS (
     INSERT INTO drift_checks AS d (organization_id, resource_key, provider, due_at)
     SELECT $1, r.key, r.provider, now() + interval '1 minute' FROM resources r
     WHERE r.organization_id = $1 AND r.key = $2 AND NOT EXISTS (SELECT FROM planned)
     ON CONFLICT (organization_id, resource_key) DO UPDATE SET due_at = EXCLUDED.due_at RETURNING d.*
   ), taken AS (
     SELECT * FROM planned UNION ALL SELECT * FROM added
   )
   SELECT ${facts}`,
);

/** What came of a check, but for a finding. */
export interface CheckResult {
  organizationId: string;
  key: string;
  /** The resource as it was looked at: if it has changed since, nothing counts. Null if it was not looked at. */
  version: string | null;
  /** Why it found out nothing. */
  error: string | null;
  failures: number;
  isAbsent: boolean;
  /** Until the next one. */
  seconds: number;
}

// One that another transaction has in hand is planned by that, and what was found out is outdated. To wait for it, with others locked, would be
// a deadlock with a follower that plans many.
const record = systemStatement(
  "record_checks",
  `WITH free AS (
     SELECT s.* FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::int[], $6::boolean[], $7::float8[])
         AS s (organization_id, key, version, error, failures, is_absent, seconds)
       CROSS JOIN LATERAL (
         SELECT FROM drift_checks x WHERE x.organization_id = s.organization_id AND x.resource_key = s.key FOR UPDATE SKIP LOCKED OFFSET 0
       ) AS held
     WHERE s.version IS NULL OR EXISTS (
       SELECT FROM resources r WHERE r.organization_id = s.organization_id AND r.key = s.key AND r.version = s.version
     )
   )
   UPDATE drift_checks d SET due_at = now() + s.seconds * interval '1 second',
     checked_at = CASE WHEN s.version IS NULL OR s.error IS NOT NULL THEN d.checked_at ELSE now() END,
     error = CASE WHEN s.version IS NULL THEN d.error ELSE s.error END, failures = s.failures,
     absent_since = CASE WHEN s.version IS NULL THEN d.absent_since WHEN s.is_absent THEN COALESCE(d.absent_since, now()) END
   FROM free s WHERE d.organization_id = s.organization_id AND d.resource_key = s.key`,
);

const save = tenantStatement(
  "save_finding",
  `INSERT INTO drift_checks AS d (organization_id, resource_key, provider, due_at, checked_at, found, changes, finding_hash)
   VALUES ($1, $2, split_part($2, '/', 1), now() + $6::float8 * interval '1 second', now(), $3, $4::json, $5)
   ON CONFLICT (organization_id, resource_key) DO UPDATE SET due_at = EXCLUDED.due_at, checked_at = EXCLUDED.checked_at,
     found = EXCLUDED.found, changes = EXCLUDED.changes, finding_hash = EXCLUDED.finding_hash, error = NULL, failures = 0,
     absent_since = CASE WHEN EXCLUDED.found = 'missing' THEN COALESCE(d.absent_since, now()) END
   WHERE d.found IS NOT DISTINCT FROM $7 RETURNING 1 AS saved`,
);

const forgetFound = tenantStatement(
  "forget_findings",
  `UPDATE drift_checks SET changes = NULL, due_at = now()
   WHERE organization_id = $1 AND resource_key = ANY($2::text[]) AND found IS NOT NULL`,
);

interface Places {
  organizationId: string;
  key: string;
}

const columnsOf = (places: readonly Places[]): [string[], string[]] => [
  places.map(({ organizationId }) => organizationId),
  places.map(({ key }) => key),
];

/**
 * Plans the first check after a success of each resource whose type can be looked at: in 10 to 60 s for as many as that suffices for,
 * spread over their interval for the others. What a settlement has cleared is told in the history, and forgotten here.
 * @param soon how many checks may be due within a minute
 * @param actor JSON of who tells it
 */
export async function scheduleChecks(
  db: Database,
  places: readonly Places[],
  { soon, actor }: { soon: number; actor: string },
): Promise<void> {
  if (places.length === 0) return;
  await db.query(tellCleared, [...columnsOf(places), actor]);
  await db.query(schedule, [...columnsOf(places), soon]);
}

/** Forgets checks of resources that no longer exist, and what was found of those whose keys others have now. */
export async function forgetChecks(db: Database, places: readonly Places[]): Promise<void> {
  if (places.length > 0) await db.query(forget, columnsOf(places));
}

/** Plans checks of all resources that have none though their type can be looked at, spread over their interval. */
export async function seedChecks(db: Database): Promise<void> {
  await db.query(seed, []);
}

/** Makes all checks due, and forgets those of what does not exist: what happened since they were planned is not known. */
export async function makeChecksDue(db: Database): Promise<void> {
  await db.query(forgetAbsent, []);
  await db.query(makeDue, []);
}

/**
 * Forgets what was found of resources, but not that something was, and its hash: their next check, which is due now, finds it anew, and
 * knows whether it is the same.
 */
export async function forgetFindings(tenant: Tenant, keys: readonly string[]): Promise<void> {
  await tenant.query(forgetFound, keys);
}

/** Which checks to take. */
export interface TakeChecks {
  /** Lanes, as `organization/provider`, of which no more are taken. */
  busy: readonly string[];
  /** The providers that the worker runs. */
  runs: NonNullable<TakeRequests["runs"]>;
  limit: number;
  /** No further one is taken once their values have this many bytes; the last may be of any size. */
  bytes: number;
  /** They are due again after this time, unless something comes of them. */
  seconds: number;
}

/** Takes checks that are due, the oldest first, with all that they need. Others can take them after a while. */
export async function takeChecks(
  db: Database,
  { busy, runs, limit, bytes, seconds }: TakeChecks,
): Promise<TakenCheck[]> {
  const rows = await db.query<TakenRow>(take, [busy, runs.shipped, runs.pushed, limit, bytes, seconds]);
  return rows.map(takenCheck);
}

/** Reads the check of a resource, due or not, and plans it if it has none. @returns undefined if the resource does not exist */
export async function takeCheck(tenant: Tenant, key: string): Promise<TakenCheck | undefined> {
  const row = await tenant.queryOne<TakenRow>(takeOne, key);
  return row && takenCheck(row);
}

/** Records what came of checks, but for findings: in one statement, and no resource is written. */
export async function recordChecks(db: Database, results: readonly CheckResult[]): Promise<void> {
  if (results.length === 0) return;
  await db.query(record, [
    ...columnsOf(results),
    results.map(({ version }) => version) as string[],
    results.map(({ error }) => error) as string[],
    results.map(({ failures }) => failures),
    results.map(({ isAbsent }) => String(isAbsent)),
    results.map(({ seconds }) => seconds),
  ]);
}

/** What a check found, to be kept. */
export interface SavedFinding {
  /** Null if nothing differs. */
  found: string | null;
  /** JSON of what differs, sensitive values sealed. */
  changes: string | null;
  hash: string | null;
  /** Until the next check. */
  seconds: number;
  /** What was found before, as the check knows it; null for nothing. */
  before: string | null;
}

/**
 * Keeps what a check found, within the transaction that writes the word, and after that: whoever plans checks takes the rows in this order.
 * @returns false if something else was kept since the check was taken: then what it came to is told already, or is not news any more
 */
export async function saveFinding(
  tenant: Tenant,
  key: string,
  { found, changes, hash, seconds, before }: SavedFinding,
): Promise<boolean> {
  return (await tenant.query(save, key, found, changes, hash, seconds, before)).length > 0;
}

function takenCheck(taken: TakenRow): TakenCheck {
  const { organization_id, checked_key, types_version, connection_config, check_every, ...more } = taken;
  const { failures, absent_seconds, found, finding_hash, is_forgotten, ...row } = more;
  return {
    organizationId: organization_id,
    key: checked_key,
    row: row.key === null ? undefined : row,
    typesVersion: types_version,
    connectionConfig: connection_config,
    checkEvery: check_every,
    failures,
    absentSeconds: absent_seconds,
    found,
    findingHash: finding_hash,
    isForgotten: is_forgotten,
  };
}
