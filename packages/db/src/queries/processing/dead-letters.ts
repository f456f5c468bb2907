import type { ErrorKind } from "@pragma/contract";
import { lockingStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { errorKind } from "../sql/error-kind.ts";
import { containing } from "../sql/pattern.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "../sql/within-bytes.ts";

export interface DeadLetterRow {
  event_id: string;
  resource_key: string;
  event_type: "CREATE" | "UPDATE" | "DELETE";
  payload: string;
  error_message: string;
  error_kind: ErrorKind;
  attempt_count: number;
  failed_at: string;
  correlation_id: string;
  change_id: string | null;
}

export interface EventRow {
  id: string;
  resource_key: string;
  event_type: "CREATE" | "UPDATE" | "DELETE";
  payload: string | null;
  previous_config: string | null;
  correlation_id: string;
  created_at: string;
  published_at: string | null;
}

const stored =
  "event_id, resource_key, event_type, payload, error_message, attempt_count, failed_at, correlation_id, change_id";
const kind = `(SELECT ${errorKind("r", "dead_letters.error_message")} FROM (${resourceByKey("dead_letters.resource_key")}) AS r) AS error_kind`;
const columns = `${stored}, ${kind}`;
const ofProvider = "($2::text IS NULL OR resource_key LIKE $2 || '/%')";

const list = tenantStatement(
  "list_dead_letters",
  withinBytes({
    rows: `SELECT ${columns}, ${bytesOf("payload", "error_message")} AS bytes
      FROM dead_letters WHERE organization_id = $1 AND ${ofProvider}
        AND ($3::timestamptz IS NULL OR (failed_at, event_id) < ($3::timestamptz, $4::uuid))
        AND ($5::timestamptz IS NULL OR (failed_at, event_id) >= ($5::timestamptz, $6::uuid))
      ORDER BY failed_at DESC, event_id DESC LIMIT $7 + 1`,
    columns: `${stored}, error_kind`,
    order: "failed_at DESC, event_id DESC",
    limit: "$7",
    bytes: "$8",
  }),
);
// Without what differs between resources that failed for the same reason: their names, ids and numbers.
const kindOfError = `md5(regexp_replace(
     replace(replace(left(error_message, 2000), resource_key, '…'), 'resource:' || replace(resource_key, '/', '_'), '…'),
     '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+', '…', 'g'))`;
const hasText = (pattern: string): string =>
  `(${pattern}::text IS NULL OR error_message ILIKE ${pattern} OR resource_key ILIKE ${pattern})`;

const listed = `event_id, resource_key, event_type, error_message, attempt_count, failed_at, correlation_id, change_id, ${kind}`;
const listRows = tenantStatement(
  "list_dead_letter_rows",
  `SELECT ${listed}, ${kindOfError} AS kind FROM dead_letters WHERE organization_id = $1 AND ${ofProvider}
     AND ($3::timestamptz IS NULL OR (failed_at, event_id) < ($3::timestamptz, $4::uuid))
     AND ${hasText("$5")} AND ($6::text IS NULL OR ${kindOfError} = $6)
   ORDER BY failed_at DESC, event_id DESC LIMIT $7`,
);
const groups = tenantStatement(
  "group_dead_letters",
  `SELECT ${kindOfError} AS kind, (array_agg(left(error_message, 500) ORDER BY failed_at DESC, event_id DESC))[1] AS example,
     count(*)::int AS count, max(failed_at) AS last_failed_at
   FROM dead_letters WHERE organization_id = $1 AND ${ofProvider} AND ${hasText("$3")}
   GROUP BY 1 ORDER BY count DESC, kind LIMIT $4`,
);
const count = tenantStatement(
  "count_dead_letters",
  "SELECT count(*)::int AS count FROM (SELECT 1 FROM dead_letters WHERE organization_id = $1 LIMIT $2) AS first",
);
const find = tenantStatement(
  "find_dead_letter",
  `SELECT ${columns} FROM dead_letters WHERE organization_id = $1 AND event_id = $2`,
);
const findOfResource = tenantStatement(
  "find_dead_letter_of_resource",
  `SELECT ${columns} FROM dead_letters WHERE organization_id = $1 AND resource_key = $2
   ORDER BY failed_at DESC, event_id DESC LIMIT 1`,
);
const remove = tenantStatement(
  "delete_dead_letter",
  "DELETE FROM dead_letters WHERE organization_id = $1 AND event_id = $2 RETURNING event_id",
);
const removeAll = tenantStatement(
  "delete_dead_letters",
  `WITH gone AS (DELETE FROM dead_letters WHERE organization_id = $1 AND ${ofProvider} RETURNING 1)
   SELECT count(*)::int AS count FROM gone`,
);
const findEventById = tenantStatement(
  "find_event",
  `SELECT id, resource_key, event_type, payload, previous_config, correlation_id, created_at, published_at
   FROM events WHERE organization_id = $1 AND id = $2`,
);
export interface DeadLetterPosition {
  failedAt: string;
  eventId: string;
}

/** A part of the list, newest first: after one position, up to and including another. */
export interface DeadLetterRange {
  after?: DeadLetterPosition | undefined;
  until?: DeadLetterPosition | undefined;
}

/** Newest first, by keyset, and whether more follow. */
export async function listDeadLetters(
  tenant: Tenant,
  provider: string | undefined,
  { after, until }: DeadLetterRange,
  { limit, bytes }: Room,
): Promise<{ rows: DeadLetterRow[]; more: boolean }> {
  const places = [after, until].flatMap((place) => [place?.failedAt ?? null, place?.eventId ?? null]);
  const rows = await tenant.query<DeadLetterRow & Counted>(list, provider ?? null, ...places, limit, bytes);
  return fitting(rows);
}

export interface DeadLetterFilter {
  provider?: string | undefined;
  /** Part of the error or of the resource's key, in any case. */
  text?: string | undefined;
  /** Kind of a {@link DeadLetterGroup}. */
  kind?: string | undefined;
}

/** A dead letter without the config that was handed over. */
export interface ListedLetter extends Omit<DeadLetterRow, "payload"> {
  /** Kind of its {@link DeadLetterGroup}. */
  kind: string;
}

/** `listDeadLetters` for tables. */
export function listDeadLetterRows(
  tenant: Tenant,
  { provider, text, kind }: DeadLetterFilter,
  after: DeadLetterPosition | undefined,
  limit: number,
): Promise<ListedLetter[]> {
  return tenant.query<ListedLetter>(
    listRows,
    provider ?? null,
    after?.failedAt ?? null,
    after?.eventId ?? null,
    patternOf(text),
    kind ?? null,
    limit,
  );
}

function patternOf(text: string | undefined): string | null {
  return text === undefined ? null : containing(text);
}

/** Dead letters whose errors differ in no more than names, ids and numbers. */
export interface DeadLetterGroup {
  /** Identifies the group: the hash of what its errors have in common. */
  kind: string;
  /** The beginning of its newest error. */
  example: string;
  count: number;
  last_failed_at: string;
}

/** Dead letters by their errors, the largest groups first. */
export function groupDeadLetters(
  tenant: Tenant,
  { provider, text }: Omit<DeadLetterFilter, "kind">,
  limit: number,
): Promise<DeadLetterGroup[]> {
  return tenant.query<DeadLetterGroup>(groups, provider ?? null, patternOf(text), limit);
}

/** How many dead letters there are, or `most` if there are more. */
export async function countDeadLetters(tenant: Tenant, most: number): Promise<number> {
  return (await tenant.queryOne<{ count: number }>(count, most))?.count ?? 0;
}

export function findDeadLetter(tenant: Tenant, eventId: string): Promise<DeadLetterRow | undefined> {
  return tenant.queryOne<DeadLetterRow>(find, eventId);
}

// It waits for nothing itself, but later statements of its transaction may: the retry of a deletion locks the graph.
const findToRetry = lockingStatement(find);

/** `findDeadLetter` for a transaction that will lock what the letter is about. */
export function findRetriedDeadLetter(tenant: Tenant, eventId: string): Promise<DeadLetterRow | undefined> {
  return tenant.queryOne<DeadLetterRow>(findToRetry, eventId);
}

/** The newest dead letter of a resource. */
export function findDeadLetterOf(tenant: Tenant, key: string): Promise<DeadLetterRow | undefined> {
  return tenant.queryOne<DeadLetterRow>(findOfResource, key);
}

/** @returns whether it existed */
export async function deleteDeadLetter(tenant: Tenant, eventId: string): Promise<boolean> {
  return (await tenant.query(remove, eventId)).length > 0;
}

/** @returns how many there were */
export async function deleteDeadLetters(tenant: Tenant, provider: string | undefined): Promise<number> {
  const row = await tenant.queryOne<{ count: number }>(removeAll, provider ?? null);
  return row?.count ?? 0;
}

export function findEvent(tenant: Tenant, eventId: string): Promise<EventRow | undefined> {
  return tenant.queryOne<EventRow>(findEventById, eventId);
}
