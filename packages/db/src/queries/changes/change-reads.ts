import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { takesMarks } from "../sql/lifecycle.ts";
import { KEPT_COLUMNS, type KeptRow, type ResourceRow, readColumn } from "../sql/resource-row.ts";
import { unpackedBytes } from "../sql/within-bytes.ts";

/** The ids of a resource, and where it stands. */
export type IdentityRow = Pick<ResourceRow, "key" | "id" | "version" | "generation">;

const identities = tenantStatement(
  "resources_by_any_id",
  `SELECT r.key, r.id, r.version, r.generation FROM resources r WHERE r.organization_id = $1 AND (r.id = ANY($2::text[]) OR r.key = ANY($2::text[]))`,
);

/** Keys and ids of the existing resources among some ids, internal or friendly. */
export function findIdentities(tenant: Tenant, ids: readonly string[]): Promise<IdentityRow[]> {
  return tenant.query<IdentityRow>(identities, ids);
}

const VALUES = ["r.config", "r.resolved_config", "r.applied_config", "r.outputs"];
/** Resources whose compressed values are unpacked by one statement. */
const UNPACKED_AT_ONCE = 50;

const sizes = tenantStatement(
  "sizes_of_resources",
  `SELECT COALESCE(sum(${VALUES.map((column) => `COALESCE(pg_column_size(${column}), 0)`).join(" + ")}), 0)::float8 AS bytes,
     COALESCE(bool_or(COALESCE(${VALUES.map((column) => `pg_column_compression(${column})`).join(", ")}) IS NOT NULL), false) AS is_packed
   FROM unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (${resourceByKey("k.key")}) AS r`,
);

const unpackedSizes = tenantStatement(
  "unpacked_sizes_of_resources",
  `SELECT COALESCE(sum(${unpackedBytes(...VALUES)}), 0)::float8 AS bytes
   FROM unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (${resourceByKey("k.key")}) AS r`,
);

/**
 * Whether some resources take more than a number of bytes once they are read. One statement, unless the database stores some of
 * their values compressed: then it unpacks them by fifties, and no more than it takes to know.
 */
export async function areLargerThan(tenant: Tenant, keys: readonly string[], most: number): Promise<boolean> {
  const stored = await tenant.queryOne<{ bytes: number; is_packed: boolean }>(sizes, keys);
  let bytes = stored?.bytes ?? 0;
  if (!stored?.is_packed || bytes > most) return bytes > most;
  bytes = 0;
  for (let from = 0; from < keys.length && bytes <= most; from += UNPACKED_AT_ONCE) {
    const part = await tenant.queryOne<{ bytes: number }>(unpackedSizes, keys.slice(from, from + UNPACKED_AT_ONCE));
    bytes += part?.bytes ?? 0;
  }
  return bytes > most;
}

/** An edge from a dependent that takes marks, whether or not it has used values yet. */
export interface AffectedEdge {
  from_key: string;
  to_key: string;
}

const needed = tenantStatement(
  "needed_keys",
  `SELECT t.key FROM unnest($2::text[]) AS t(key) WHERE EXISTS (
     SELECT 1 FROM edges x WHERE x.organization_id = $1 AND x.to_key = t.key COLLATE "C" AND x.kind = 'dependency' OFFSET 0
   )`,
);

/** Those of some keys that something depends on, whether or not they exist. */
export async function findNeeded(tenant: Tenant, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  return (await tenant.query<{ key: string }>(needed, keys)).map(({ key }) => key);
}

const affected = tenantStatement(
  "affected_edges",
  `WITH RECURSIVE reached(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($2::text[]) AS t(key)
     UNION
     SELECT e.from_key FROM reached CROSS JOIN LATERAL (
       SELECT x.from_key FROM edges x WHERE x.organization_id = $1 AND x.to_key = reached.key AND x.kind = 'dependency' OFFSET 0
     ) AS e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
     WHERE ${takesMarks("r")}
   )
   SELECT e.from_key, e.to_key FROM reached CROSS JOIN LATERAL (
     SELECT x.from_key, x.to_key FROM edges x WHERE x.organization_id = $1 AND x.to_key = reached.key AND x.kind = 'dependency' OFFSET 0
   ) AS e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
   WHERE ${takesMarks("r")}
   LIMIT $3`,
);

/** The edges by which changed values of some resources reach others, directly or not; at most `limit`. */
export function findAffectedEdges(tenant: Tenant, keys: readonly string[], limit: number): Promise<AffectedEdge[]> {
  return tenant.query<AffectedEdge>(affected, keys, limit);
}

/** The columns that a plan needs of a possible follower. */
export type FollowerRow = Pick<
  ResourceRow,
  | "key"
  | "id"
  | "provider"
  | "resource"
  | "name"
  | "config"
  | "resolved_config"
  | "applied_config"
  | "provisioned"
  | "lifecycle_state"
  | "handling"
  | "deletion_protected"
> & {
  /** Dependencies of one that was never resolved. */
  dependencies: string | null;
};

const FOLLOWER_PAGE_BYTES = 16 * 1024 * 1024;

const followers = tenantStatement(
  "read_followers",
  `SELECT key, id, provider, resource, name, config, resolved_config, applied_config, provisioned, lifecycle_state, handling, deletion_protected, dependencies FROM (
     SELECT r.key, r.id, r.provider, r.resource, r.name, r.config, r.resolved_config, r.applied_config, r.provisioned, t.place,
       r.lifecycle_state, r.handling, r.deletion_protected, CASE WHEN r.resolved_config IS NULL THEN r.dependencies END AS dependencies,
       sum(s.size) OVER (ORDER BY t.place) - s.size AS before
     FROM unnest($2::text[]) WITH ORDINALITY AS t(key, place) CROSS JOIN LATERAL (${resourceByKey("t.key")}) AS r
     CROSS JOIN LATERAL (
       SELECT octet_length(r.config::text) + COALESCE(octet_length(r.resolved_config::text), 0) AS size OFFSET 0
     ) AS s
   ) AS part WHERE before < ${FOLLOWER_PAGE_BYTES} ORDER BY place`,
);

/** The first of some resources, as many as fit into a page; those that are gone are left out. */
export function readFollowers(tenant: Tenant, keys: readonly string[]): Promise<FollowerRow[]> {
  return tenant.query<FollowerRow>(followers, keys);
}

/** The values that references to a resource take. */
export type ValueRow = Pick<ResourceRow, "key" | "applied_config" | "outputs" | "generation" | "lifecycle_state"> & {
  provisioned: boolean;
  stale: boolean;
};

const values = tenantStatement(
  "values_for_plan",
  `SELECT r.key, r.applied_config, r.outputs, r.generation, r.lifecycle_state, r.provisioned, r.stale_since IS NOT NULL AS stale
   FROM resources r WHERE r.organization_id = $1 AND r.key = ANY($2::text[])`,
);

/** The values of some resources, as of their last success. */
export function readValuesForPlan(tenant: Tenant, keys: readonly string[]): Promise<ValueRow[]> {
  return tenant.query<ValueRow>(values, keys);
}

const standings = tenantStatement(
  "standings_for_plan",
  `SELECT r.key, r.id, r.lifecycle_state, r.provisioned, r.deleting_since FROM resources r
   WHERE r.organization_id = $1 AND r.key = ANY($2::text[])`,
);

/** Where some resources stand. */
export function findStandingsForPlan(
  tenant: Tenant,
  keys: readonly string[],
): Promise<Pick<ResourceRow, "key" | "id" | "lifecycle_state" | "provisioned" | "deleting_since">[]> {
  return tenant.query(standings, keys);
}

/** The facts of a resource that make a plan stale if they differ. */
export type BasisRow = KeptRow &
  Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "created_at" | "generation" | "set" | "deleting_since">;

const BASIS = `r.key, r.id, r.provider, r.resource, r.created_at, r.generation, r.set, r.deleting_since,
     ${KEPT_COLUMNS.map(readColumn).join(", ")}`;

const basis = tenantStatement(
  "basis_of_plan",
  `SELECT ${BASIS} FROM resources r WHERE r.organization_id = $1 AND r.key = ANY($2::text[])`,
);

/** Those facts of some resources. */
export function readBasis(tenant: Tenant, keys: readonly string[]): Promise<BasisRow[]> {
  return tenant.query<BasisRow>(basis, keys);
}
