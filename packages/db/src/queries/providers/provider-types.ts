import type { Database } from "../../database.ts";
import { SHIPPED_ORGANIZATION_ID } from "../../ids.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { inKeyOrder, type KeyOrder, keyOrderOf } from "../sql/key-order.ts";
import { needsType } from "../sql/lifecycle.ts";
import { typesVersion } from "../sql/types-version.ts";

export interface ProviderTypeRow {
  provider: string;
  resource: string;
  version: string;
  schema: string;
  outputs_schema: string;
  description: string | null;
  tags: string[];
  capabilities: string[];
  /** False if there is no thing outside of the platform. */
  real: boolean;
  /** Seconds between two checks for drift; null if the type names none. */
  drift_every: number | null;
  leaving: boolean;
  created_at: string;
  updated_at: string;
}

/** An organization's own types, or the shipped ones, and their version, which is never reused. */
export interface TypeSet {
  version: string;
  types: ProviderTypeRow[];
}

/** An organization's own provider hides the shipped one of that name, with all of its types. */
const visible = `(t.organization_id = $1 OR (t.organization_id = '${SHIPPED_ORGANIZATION_ID}' AND NOT EXISTS (
  SELECT 1 FROM provider_types own WHERE own.organization_id = $1 AND own.provider = t.provider)))`;

const versionNow = tenantStatement("types_version", `SELECT ${typesVersion} AS version`);

// One statement, so that the whole result is of the same moment.
const typesNow = tenantStatement(
  "provider_types",
  `SELECT v.organization_id = '${SHIPPED_ORGANIZATION_ID}' AS shipped, v.version AS set_version, t.provider, t.resource,
     t.version, t.schema, t.outputs_schema, t.key_order, t.description, t.tags, t.capabilities, t.real, t.drift_every, t.leaving, t.created_at, t.updated_at
   FROM type_versions v LEFT JOIN provider_types t ON t.organization_id = v.organization_id
     AND NOT (v.organization_id = '${SHIPPED_ORGANIZATION_ID}' AND v.version IS NOT DISTINCT FROM $2::bigint)
   WHERE v.organization_id IN ($1::uuid, '${SHIPPED_ORGANIZATION_ID}')
   ORDER BY t.provider, t.resource`,
);

const lockTypesOf = tenantStatement("lock_types", "SELECT lock_types($1::uuid, $2)");

const upsertShipped = systemStatement(
  "upsert_shipped_type",
  `INSERT INTO provider_types
     (organization_id, provider, resource, version, schema, outputs_schema, description, tags, capabilities, key_order, real, drift_every)
   VALUES ('${SHIPPED_ORGANIZATION_ID}', $1, $2, $3, $4::jsonb, $5::jsonb, $6, $7::text[], $8::text[], $9::jsonb, $10, $11)
   ON CONFLICT (organization_id, provider, resource) DO UPDATE SET version = EXCLUDED.version, schema = EXCLUDED.schema,
     outputs_schema = EXCLUDED.outputs_schema, description = EXCLUDED.description, tags = EXCLUDED.tags,
     capabilities = EXCLUDED.capabilities, key_order = EXCLUDED.key_order, real = EXCLUDED.real,
     drift_every = EXCLUDED.drift_every, updated_at = clock_timestamp()
   WHERE (provider_types.version, provider_types.schema, provider_types.outputs_schema, provider_types.capabilities,
       provider_types.key_order, provider_types.real, provider_types.drift_every)
     IS DISTINCT FROM (EXCLUDED.version, EXCLUDED.schema, EXCLUDED.outputs_schema, EXCLUDED.capabilities,
       EXCLUDED.key_order, EXCLUDED.real, EXCLUDED.drift_every)`,
);

// A transaction about to remove them waits, and then finds that they are served.
const serveShipped = systemStatement(
  "serve_shipped_types",
  "DELETE FROM unserved_types WHERE provider = $1 AND resource = ANY($2::text[])",
);

const upsertOwn = tenantStatement(
  "upsert_own_type",
  `INSERT INTO provider_types
     (organization_id, provider, resource, version, schema, outputs_schema, description, tags, capabilities, key_order, real, drift_every)
   VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8::text[], $9::text[], $10::jsonb, $11, $12)
   ON CONFLICT (organization_id, provider, resource) DO UPDATE SET version = EXCLUDED.version, schema = EXCLUDED.schema,
     outputs_schema = EXCLUDED.outputs_schema, description = EXCLUDED.description, tags = EXCLUDED.tags,
     capabilities = EXCLUDED.capabilities, key_order = EXCLUDED.key_order, real = EXCLUDED.real,
     drift_every = EXCLUDED.drift_every, leaving = false, updated_at = clock_timestamp()`,
);

const deleteOwn = tenantStatement(
  "delete_own_types",
  `DELETE FROM provider_types WHERE organization_id = $1 AND provider = $2 AND NOT resource = ANY($3::text[])`,
);

const leaveOwn = tenantStatement(
  "leave_own_types",
  `UPDATE provider_types SET leaving = true, updated_at = clock_timestamp()
   WHERE organization_id = $1 AND provider = $2 AND NOT leaving`,
);

const used = tenantStatement(
  "used_provider_types",
  `SELECT r.resource, EXISTS (
     SELECT 1 FROM provider_types t WHERE t.provider = $2 AND t.resource = r.resource AND ${visible}
   ) AS known
   FROM (
     SELECT DISTINCT x.resource FROM resources x
     WHERE x.organization_id = $1 AND x.provider = $2 AND (${needsType("x")})
   ) AS r
   ORDER BY r.resource`,
);

const shippedVersions = systemStatement(
  "shipped_provider_versions",
  `SELECT provider, max(version) AS version, max(updated_at) AS updated_at FROM provider_types
   WHERE organization_id = '${SHIPPED_ORGANIZATION_ID}' AND ($1::text IS NULL OR provider = $1)
   GROUP BY provider ORDER BY provider`,
);

/** The version of the types that the organization sees, the same as `typesVersion` in a row. */
export async function findTypesVersion(tenant: Tenant): Promise<string> {
  return (await tenant.queryOne<{ version: string }>(versionNow))?.version ?? "";
}

/**
 * The types shipped with the product and the organization's own, each with their version, all of the same moment.
 * @param knownShipped version of shipped types that need not be read
 * @returns `shipped` is null if they have that version; `own` if the organization never had any
 */
export async function findTypes(
  tenant: Tenant,
  knownShipped: string | undefined,
): Promise<{ shipped: TypeSet | null; own: TypeSet | null }> {
  type Row = ProviderTypeRow & { shipped: boolean; set_version: string; key_order: string | null };
  const rows = await tenant.query<Row>(typesNow, knownShipped ?? null);
  const setOf = (of: readonly Row[]): TypeSet | null =>
    of[0] ? { version: of[0].set_version, types: of.filter((row) => row.provider !== null).map(inAuthorsOrder) } : null;
  const shipped = setOf(rows.filter((row) => row.shipped));
  return {
    shipped: shipped?.version === knownShipped ? null : shipped,
    own: setOf(rows.filter((row) => !row.shipped)),
  };
}

/**
 * Locks the organization's types of a provider for this transaction: nobody can write anything based on them until it
 * ends, and writers in progress have finished. Must be the last lock taken.
 */
export async function lockTypes(tenant: Tenant, provider: string): Promise<void> {
  await tenant.query(lockTypesOf, provider);
}

export type ShippedType = Pick<
  ProviderTypeRow,
  | "provider"
  | "resource"
  | "version"
  | "schema"
  | "outputs_schema"
  | "description"
  | "tags"
  | "capabilities"
  | "real"
  | "drift_every"
>;

/** A type of a provider as stored, whoever owns it. */
export type NewProviderType = ShippedType;

/** Replaces an organization's types of its own provider with exactly these. Call it in a transaction. */
export async function replaceOwnTypes(
  tenant: Tenant,
  provider: string,
  types: readonly NewProviderType[],
): Promise<void> {
  for (const type of types) await tenant.query(upsertOwn, provider, ...storedValues(type));
  await removeOwnTypes(
    tenant,
    provider,
    types.map((type) => type.resource),
  );
}

/** Removes an organization's types of its own provider, except those to keep. */
export async function removeOwnTypes(tenant: Tenant, provider: string, keep: readonly string[] = []): Promise<void> {
  await tenant.query(deleteOwn, provider, keep);
}

/** Forbids any further apply of these types. */
export async function markOwnTypesLeaving(tenant: Tenant, provider: string): Promise<void> {
  await tenant.query(leaveOwn, provider);
}

/** The types of a provider that have resources other than mere drafts, and whether the organization sees each. */
export function findUsedTypes(tenant: Tenant, provider: string): Promise<{ resource: string; known: boolean }[]> {
  return tenant.query(used, provider);
}

export interface ShippedProvider {
  provider: string;
  version: string;
  updated_at: string;
}

/** The providers shipped with the product, or the one of that name. */
export function findShippedProviders(db: Database, provider: string | null): Promise<ShippedProvider[]> {
  return db.query<ShippedProvider>(shippedVersions, [provider]);
}

/** Makes types of a shipped provider known. Others that it has stay: another worker may serve them (`sweepShippedTypes`). */
export async function putShippedTypes(db: Database, provider: string, types: readonly ShippedType[]): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.query(serveShipped, [provider, types.map((type) => type.resource)]);
    for (const type of types) await transaction.query(upsertShipped, [provider, ...storedValues(type)]);
  });
}

/** The values of a row behind its provider, in the order of both statements. */
function storedValues(type: NewProviderType) {
  const { resource, version, schema, outputs_schema, description, tags, capabilities, real, drift_every } = type;
  const order: StoredOrder = { schema: keyOrderOf(schema), outputs_schema: keyOrderOf(outputs_schema) };
  return [
    resource,
    version,
    schema,
    outputs_schema,
    description,
    tags,
    capabilities,
    JSON.stringify(order),
    real,
    drift_every,
  ];
}

interface StoredOrder {
  schema: KeyOrder;
  outputs_schema: KeyOrder;
}

function inAuthorsOrder<Row extends ProviderTypeRow & { key_order: string | null }>(row: Row): Row {
  const order = row.key_order === null ? null : (JSON.parse(row.key_order) as StoredOrder);
  return {
    ...row,
    schema: inKeyOrder(row.schema, order?.schema),
    outputs_schema: inKeyOrder(row.outputs_schema, order?.outputs_schema),
  };
}

const shippedOf = systemStatement(
  "shipped_types_of_provider",
  `SELECT resource, schema::text AS schema, outputs_schema::text AS outputs_schema FROM provider_types
   WHERE organization_id = '${SHIPPED_ORGANIZATION_ID}' AND provider = $1`,
);

const shippedNames = systemStatement(
  "shipped_type_names",
  `SELECT provider || '/' || resource AS name FROM provider_types WHERE organization_id = '${SHIPPED_ORGANIZATION_ID}'`,
);

/** The shipped types that are known, each as `provider/resource`. */
export async function findShippedTypeNames(db: Database): Promise<string[]> {
  return (await db.query<{ name: string }>(shippedNames, [])).map(({ name }) => name);
}

/** The shipped types of a provider as they are stored. */
export function findShippedTypesOf(
  db: Database,
  provider: string,
): Promise<Pick<ProviderTypeRow, "resource" | "schema" | "outputs_schema">[]> {
  return db.query(shippedOf, [provider]);
}
