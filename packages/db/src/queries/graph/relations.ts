import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

/** A resource at the other end of an edge. */
export interface RelatedRow {
  key: string;
  kind: "dependency" | "owner";
  /** null if it does not exist. */
  lifecycle_state: ResourceRow["lifecycle_state"] | null;
}

/** Ordered by key, so that the cut-off is the same each time. */
function related(near: "from_key" | "to_key", far: "from_key" | "to_key"): string {
  return `SELECT e.${far} AS key, e.kind, d.lifecycle_state FROM (
     SELECT ${far}, kind FROM edges WHERE organization_id = $1 AND ${near} = $2 AND kind = $3 ORDER BY ${far} LIMIT $4
   ) e LEFT JOIN LATERAL (${resourceByKey(`e.${far}`, "lifecycle_state")}) d ON true
   ORDER BY e.${far}`;
}

const outgoing = tenantStatement("related_from", related("from_key", "to_key"));
const incoming = tenantStatement("related_to", related("to_key", "from_key"));

/** The resources that one depends on, or its owners; they may not exist. */
export function findRelatedFrom(
  tenant: Tenant,
  key: string,
  kind: RelatedRow["kind"],
  limit: number,
): Promise<RelatedRow[]> {
  return tenant.query<RelatedRow>(outgoing, key, kind, limit);
}

/** The resources that depend on one, or that it owns. */
export function findRelatedTo(
  tenant: Tenant,
  key: string,
  kind: RelatedRow["kind"],
  limit: number,
): Promise<RelatedRow[]> {
  return tenant.query<RelatedRow>(incoming, key, kind, limit);
}

/** A dependent of a resource, with what is needed to tell how it uses the resource. */
export interface UserRow {
  /** The dependency. */
  of_key: string;
  key: string;
  id: string;
  lifecycle_state: ResourceRow["lifecycle_state"];
  /** Null if it is too large to search. */
  config: string | null;
  /** JSON of its last applier. */
  applied_by: string;
  updated_at: string;
}

const users = tenantStatement(
  "resource_users",
  `SELECT e.to_key AS of_key, r.key, r.id, r.lifecycle_state, r.applied_by, r.updated_at,
     CASE WHEN octet_length(r.config::text) <= 65536 THEN r.config::text END AS config
   FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
   WHERE e.organization_id = $1 AND e.to_key = ANY($2::text[]) AND e.kind = 'dependency'
   ORDER BY e.to_key, e.from_key LIMIT $3`,
);

/** The dependents of some resources, by key. */
export function findUsers(tenant: Tenant, keys: readonly string[], limit: number): Promise<UserRow[]> {
  return tenant.query<UserRow>(users, keys, limit);
}
