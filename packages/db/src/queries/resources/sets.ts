import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** A set and its numbers. */
export interface SetRow {
  name: string;
  resources: number;
  /** JSON: how many are in each state. */
  by_state: string;
  last_change: string | null;
  updated_at: string;
}

const counted = `SELECT COALESCE(s.set, '') AS name, sum(s.count)::int AS resources, json_object_agg(s.lifecycle_state, s.count) AS by_state,
     max(s.updated_at) AS updated_at,
     (SELECT c.id FROM changes c WHERE c.organization_id = $1 AND c.set = s.set AND c.applied_at IS NOT NULL ORDER BY c.id DESC LIMIT 1) AS last_change
   FROM (
     SELECT r.set, r.lifecycle_state, count(*)::int AS count, max(r.updated_at) AS updated_at
     FROM resources r WHERE r.organization_id = $1 AND r.set IS NOT NULL`;

const list = tenantStatement(
  "list_sets",
  `${counted} AND r.set > $2 AND ($3::text IS NULL OR r.set <= $3) GROUP BY r.set, r.lifecycle_state
   ) AS s GROUP BY s.set ORDER BY s.set LIMIT $4`,
);

/** Sets that have resources, by name. */
export function listSets(
  tenant: Tenant,
  { after = "", until, limit }: { after?: string | undefined; until?: string | undefined; limit: number },
): Promise<SetRow[]> {
  return tenant.query<SetRow>(list, after, until ?? null, limit);
}

const find = tenantStatement(
  "find_set",
  `${counted} AND r.set = $2 GROUP BY r.set, r.lifecycle_state
   ) AS s GROUP BY s.set`,
);

/** One set, or undefined if no resource is in it. */
export function findSet(tenant: Tenant, name: string): Promise<SetRow | undefined> {
  return tenant.queryOne<SetRow>(find, name);
}

const members = tenantStatement(
  "set_members",
  `SELECT r.key, r.id FROM resources r WHERE r.organization_id = $1 AND r.set = $2
   ORDER BY r.name, r.provider, r.resource LIMIT $3`,
);

/** The members of a set, by name. */
export function findSetMembers(tenant: Tenant, name: string, limit: number): Promise<{ key: string; id: string }[]> {
  return tenant.query(members, name, limit);
}
