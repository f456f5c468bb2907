import type { Database } from "../database.ts";
import { resourceByKey } from "../queries/sql/by-key.ts";
import { type Statement, systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

/** A provider whose resources' stored values have to be sealed by the current types. */
export interface TypeSeal {
  organization_id: string;
  provider: string;
  /** Distinguishes this request from a later one. */
  requested_at: string;
  /** A worker that started with the previous types may still write values sealed by them. */
  in_hand: boolean;
}

/** The stored values of a resource, for sealing. JSON as text. */
export interface SealableRow {
  key: string;
  provider: string;
  resource: string;
  version: string;
  sealed_whole: boolean;
  config: string;
  resolved_config: string | null;
  handed_config: string | null;
  applied_config: string | null;
  outputs: string | null;
  succeeded_config: string | null;
  /** Whether that is sealed as a whole is part of this. */
  returns_to: string | null;
}

/** New values; null for each that stays. */
export type SealedPatch = {
  [Column in Exclude<keyof SealableRow, "key" | "provider" | "resource" | "version" | "sealed_whole">]: string | null;
} & { sealed_whole: boolean };

/** A history entry, an action of a change, an event or a dead letter: its values as JSON text, in the order of their columns. */
export interface SealableBeside {
  id: string;
  resource_key: string;
  values: (string | null)[];
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

const inHand = (organization: string, provider: string): string =>
  `COALESCE((SELECT array_agg(l.id) FROM leases l WHERE l.organization_id = ${organization}
     AND starts_with(l.resource_key, ${provider} || '/')), '{}')`;

const ON_CONFLICT = `ON CONFLICT (organization_id, provider) DO UPDATE
  SET in_hand = type_seals.in_hand || EXCLUDED.in_hand, requested_at = clock_timestamp(), not_before = now()`;

const request = tenantStatement(
  "request_type_seal",
  `INSERT INTO type_seals (organization_id, provider, in_hand)
   SELECT $1, $2, ${inHand("$1", "$2")}
   WHERE EXISTS (SELECT 1 FROM resources WHERE organization_id = $1 AND provider = $2)
   ${ON_CONFLICT}`,
);

const requestShipped = systemStatement(
  "request_shipped_type_seals",
  `INSERT INTO type_seals (organization_id, provider, in_hand)
   SELECT r.organization_id, $1, ${inHand("r.organization_id", "$1")}
   FROM (SELECT DISTINCT organization_id FROM resources WHERE provider = $1) AS r
   ${ON_CONFLICT}`,
);

// A worker that takes one may die, so it is due again after half a minute.
const take = systemStatement(
  "take_type_seals",
  `UPDATE type_seals s SET not_before = now() + interval '30 seconds'
   WHERE (organization_id, provider) IN (
     SELECT organization_id, provider FROM type_seals WHERE not_before <= now()
     ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED
   ) RETURNING organization_id, provider, requested_at::text AS requested_at,
     EXISTS (SELECT 1 FROM leases l WHERE l.organization_id = s.organization_id AND l.id = ANY(s.in_hand)) AS in_hand`,
);

const finish = tenantStatement(
  "finish_type_seal",
  "DELETE FROM type_seals WHERE organization_id = $1 AND provider = $2 AND requested_at = $3::timestamptz",
);

const postpone = tenantStatement(
  "postpone_type_seal",
  `UPDATE type_seals SET not_before = now() + interval '2 seconds'
   WHERE organization_id = $1 AND provider = $2 AND requested_at = $3::timestamptz`,
);

const columns = `key, provider, resource, version::text AS version, sealed_whole, config::text AS config,
  resolved_config::text AS resolved_config, handed_config::text AS handed_config,
  applied_config::text AS applied_config, outputs::text AS outputs, succeeded_config::text AS succeeded_config,
  returns_to::text AS returns_to`;

const page = tenantStatement(
  "sealable_resources",
  `SELECT ${columns} FROM resources WHERE organization_id = $1 AND provider = $2 AND key > $3 ORDER BY key LIMIT $4`,
);

const dependents = tenantStatement(
  "sealable_dependents",
  `SELECT ${columns} FROM (
     SELECT DISTINCT from_key FROM edges WHERE organization_id = $1 AND to_key = $2 AND kind <> 'owner'
   ) AS d CROSS JOIN LATERAL (${resourceByKey("d.from_key")}) AS r`,
);

const write = tenantStatement(
  "seal_resource",
  `UPDATE resources SET version = nextval('resources_version_seq'), sealed_whole = $4,
     config = COALESCE($5::json, config), resolved_config = COALESCE($6::json, resolved_config),
     handed_config = COALESCE($7::json, handed_config), applied_config = COALESCE($8::json, applied_config),
     outputs = COALESCE($9::json, outputs), succeeded_config = COALESCE($10::json, succeeded_config),
     returns_to = COALESCE($11::json, returns_to)
   WHERE organization_id = $1 AND key = $2 AND version = $3::bigint RETURNING key`,
);

/** Actions of changes, found by their index on the key. They are identified by their change, too. */
const actionId = "change_id || '/' || id AS id";
const writeActions = (column: "changes" | "snapshot") =>
  `UPDATE change_actions SET ${column} = $3::json WHERE organization_id = $1
     AND change_id = split_part($2, '/', 1)::uuid AND id = split_part($2, '/', 2)::uuid`;
const actions = (which: string) => ({
  page: `SELECT ${actionId}, key AS resource_key, ARRAY[changes::text] AS values FROM change_actions
    WHERE organization_id = $1 AND key = ANY($2::text[]) AND ${which} AND changes::text <> '[]'`,
  write: writeActions("changes"),
});

/** Tables beside the resources that hold their values. Only unsettled events: they have an index. */
const BESIDE = {
  actions: actions("action <> 'follow'"),
  followers: actions("action = 'follow'"),
  history: {
    page: `SELECT id::text AS id, resource_key, ARRAY[changes::text] AS values FROM resource_changes
      WHERE organization_id = $1 AND resource_key = ANY($2::text[]) AND changes::text <> '[]'`,
    write: "UPDATE resource_changes SET changes = $3::json WHERE organization_id = $1 AND id = $2::bigint",
  },
  events: {
    page: `SELECT id::text AS id, resource_key, ARRAY[payload::text, previous_config::text] AS values FROM events
      WHERE organization_id = $1 AND resource_key = ANY($2::text[])
        AND settled_at IS NULL AND (payload IS NOT NULL OR previous_config IS NOT NULL)`,
    write: `UPDATE events SET payload = COALESCE($3::json, payload), previous_config = COALESCE($4::json, previous_config)
      WHERE organization_id = $1 AND id = $2::uuid`,
  },
  deadLetters: {
    page: `SELECT event_id::text AS id, resource_key, ARRAY[payload::text] AS values FROM dead_letters
      WHERE organization_id = $1 AND resource_key = ANY($2::text[])`,
    write: "UPDATE dead_letters SET payload = $3::json WHERE organization_id = $1 AND event_id = $2::uuid",
  },
};
export type SealedBeside = keyof typeof BESIDE;

type BesideStatements = Record<SealedBeside, Statement>;

const besidePages = Object.fromEntries(
  Object.entries(BESIDE).map(([name, { page }]) => [
    name,
    tenantStatement(`sealable_beside_${name.toLowerCase()}`, page),
  ]),
) as BesideStatements;

const besideWrites = Object.fromEntries(
  Object.entries(BESIDE).map(([name, { write }]) => [
    name,
    tenantStatement(`seal_beside_${name.toLowerCase()}`, write),
  ]),
) as BesideStatements;

// By the primary key: settled events have no index by resource, and this query is rare.
const eventsPage = tenantStatement(
  "sealable_events_of_provider",
  `SELECT id::text AS id, resource_key, ARRAY[payload::text, previous_config::text] AS values FROM events
   WHERE organization_id = $1 AND id > $3::uuid AND starts_with(resource_key, $2 || '/')
     AND (payload IS NOT NULL OR previous_config IS NOT NULL)
   ORDER BY id LIMIT $4`,
);

const eventsOf = tenantStatement(
  "sealable_events_of_resources",
  `SELECT id::text AS id, resource_key, ARRAY[payload::text, previous_config::text] AS values FROM events
   WHERE organization_id = $1 AND id > $3::uuid AND resource_key = ANY($2::text[])
     AND (payload IS NOT NULL OR previous_config IS NOT NULL)
   ORDER BY id LIMIT $4`,
);

// Each is a whole config: few at a time.
const snapshotsOf = tenantStatement(
  "sealable_snapshots",
  `SELECT ${actionId}, key AS resource_key, ARRAY[snapshot::text] AS values FROM change_actions
   WHERE organization_id = $1 AND key = $2 AND change_id > $3::uuid AND snapshot IS NOT NULL
   ORDER BY change_id LIMIT $4`,
);
const writeSnapshot = tenantStatement("seal_snapshot", writeActions("snapshot"));

/** Requests that the stored values of a provider's resources be sealed by its types, once this transaction commits. */
export async function requestTypeSeal(tenant: Tenant, provider: string): Promise<void> {
  await tenant.query(request, provider);
}

/** The same for a shipped provider, in every organization. */
export async function requestShippedTypeSeals(db: Database, provider: string): Promise<void> {
  await db.query(requestShipped, [provider]);
}

/** Takes due requests, longest due first. */
export function takeTypeSeals(db: Database, limit: number): Promise<TypeSeal[]> {
  return db.query<TypeSeal>(take, [limit]);
}

/** Marks it as done, unless it was requested again in the meantime. */
export async function finishTypeSeal(tenant: Tenant, seal: TypeSeal): Promise<void> {
  await tenant.query(finish, seal.provider, seal.requested_at);
}

/** Schedules it once more, in a moment. */
export async function postponeTypeSeal(tenant: Tenant, seal: TypeSeal): Promise<void> {
  await tenant.query(postpone, seal.provider, seal.requested_at);
}

/** The next resources of a provider, by key. */
export function findSealable(tenant: Tenant, provider: string, after: string, limit: number): Promise<SealableRow[]> {
  return tenant.query<SealableRow>(page, provider, after, limit);
}

/** Resources that may contain values of a resource. */
export function findSealableDependents(tenant: Tenant, key: string): Promise<SealableRow[]> {
  return tenant.query<SealableRow>(dependents, key);
}

/** Writes values of unchanged meaning. @returns whether the row was still as read */
export async function writeSealed(tenant: Tenant, row: SealableRow, patch: SealedPatch): Promise<boolean> {
  const { sealed_whole, config, resolved_config, handed_config, applied_config, outputs } = patch;
  const { succeeded_config, returns_to } = patch;
  const values = [config, resolved_config, handed_config, applied_config, outputs, succeeded_config, returns_to];
  return (await tenant.queryOne(write, row.key, row.version, sealed_whole, ...values)) !== undefined;
}

export function findSealableBeside(
  tenant: Tenant,
  beside: SealedBeside,
  keys: readonly string[],
): Promise<SealableBeside[]> {
  return tenant.query<SealableBeside>(besidePages[beside], keys);
}

/** The next events of a provider's resources, by id, settled or not. */
export function findSealableEvents(
  tenant: Tenant,
  provider: string,
  after: string,
  limit: number,
): Promise<SealableBeside[]> {
  return tenant.query<SealableBeside>(eventsPage, provider, after, limit);
}

/** The same for some resources. */
export function findSealableEventsOf(
  tenant: Tenant,
  keys: readonly string[],
  after: string,
  limit: number,
): Promise<SealableBeside[]> {
  return tenant.query<SealableBeside>(eventsOf, keys, after, limit);
}

export async function writeSealedBeside(
  tenant: Tenant,
  beside: SealedBeside,
  { id }: SealableBeside,
  values: readonly (string | null)[],
): Promise<void> {
  await tenant.query(besideWrites[beside], id, ...values);
}

/** Snapshots of a resource that changes keep for a revert. @param after the id of the last one; none from the beginning */
export function findSealableSnapshots(
  tenant: Tenant,
  key: string,
  after: string | undefined,
  limit: number,
): Promise<SealableBeside[]> {
  const [changeId = FIRST_ID] = after?.split("/") ?? [];
  return tenant.query<SealableBeside>(snapshotsOf, key, changeId, limit);
}

export async function writeSealedSnapshot(tenant: Tenant, { id }: SealableBeside, value: string): Promise<void> {
  await tenant.query(writeSnapshot, id, value);
}
