import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { isStaying, needsType, takesMarks } from "../sql/lifecycle.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "../sql/within-bytes.ts";

const anyResource = tenantStatement(
  "provider_has_resources",
  "SELECT EXISTS (SELECT 1 FROM resources WHERE organization_id = $1 AND provider = $2) AS found",
);

const left = tenantStatement(
  "provider_resources_left",
  `SELECT count(*) > 0 AS any, COALESCE(bool_or(${isStaying("r")}), false) AS staying
   FROM resources r WHERE organization_id = $1 AND provider = $2`,
);

const resources = tenantStatement(
  "provider_resources",
  "SELECT key, id FROM resources WHERE organization_id = $1 AND provider = $2 ORDER BY key",
);

const toCheck = tenantStatement(
  "provider_resources_to_check",
  withinBytes({
    rows: `SELECT key, id, resource, config, resolved_config,
        NOT (${takesMarks("r")}) AS exempt, ${bytesOf("config", "resolved_config")} AS bytes
      FROM resources r
      WHERE organization_id = $1 AND provider = $2 AND key > $3 AND (${needsType("r")})
      ORDER BY key LIMIT $4 + 1`,
    columns: "key, id, resource, config, resolved_config, exempt",
    order: "key",
    limit: "$4",
    bytes: "$5",
  }),
);

/** Whether a provider has any resource, drafts included. */
export async function hasResources(tenant: Tenant, provider: string): Promise<boolean> {
  return (await tenant.queryOne<{ found: boolean }>(anyResource, provider))?.found === true;
}

/** Whether a provider has any resource, including drafts, and whether one of them is not being deleted. */
export async function findResourcesLeft(tenant: Tenant, provider: string): Promise<{ any: boolean; staying: boolean }> {
  return (await tenant.queryOne<{ any: boolean; staying: boolean }>(left, provider)) ?? { any: false, staying: false };
}

/** All resources of a provider, drafts included. */
export function findResourcesOf(tenant: Tenant, provider: string): Promise<{ key: string; id: string }[]> {
  return tenant.query(resources, provider);
}

export interface CheckedRow {
  key: string;
  id: string;
  resource: string;
  config: string;
  resolved_config: string | null;
  /** A draft that is provisioned, or a resource being deleted: it needs its type, but its config is not checked. */
  exempt: boolean;
}

/** The next resources of a provider, by key, except drafts that were never provisioned, and whether more follow. */
export async function findToCheck(
  tenant: Tenant,
  provider: string,
  after: string,
  { limit, bytes }: Room,
): Promise<{ rows: CheckedRow[]; more: boolean }> {
  return fitting(await tenant.query<CheckedRow & Counted>(toCheck, provider, after, limit, bytes));
}
