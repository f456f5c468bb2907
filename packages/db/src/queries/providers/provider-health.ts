import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

export interface ProviderHealthRow {
  healthy: boolean;
  message: string | null;
  updated_at: string;
}

const put = tenantStatement(
  "put_provider_health",
  `INSERT INTO provider_health (organization_id, provider, healthy, message, updated_at)
   VALUES ($1, $2, $3, $4, clock_timestamp())
   ON CONFLICT (organization_id, provider) DO UPDATE
   SET healthy = EXCLUDED.healthy, message = EXCLUDED.message, updated_at = EXCLUDED.updated_at`,
);

const find = tenantStatement(
  "find_provider_health",
  "SELECT healthy, message, updated_at FROM provider_health WHERE organization_id = $1 AND provider = $2",
);

/** A problem of a provider. */
export interface ProviderProblem {
  provider: string;
  /** It says so, or died; its last deployment failed; no worker serves one of its types that the organization uses. */
  problem: "unhealthy" | "not_deployed" | "unserved";
  message: string | null;
  since: string;
}

// A provider that the organization deployed serves in place of the shipped one.
const problems = tenantStatement(
  "provider_problems",
  `SELECT DISTINCT ON (provider) provider, problem, message, since FROM (
     SELECT 1 AS rank, provider, 'unhealthy' AS problem, message, updated_at AS since
     FROM provider_health WHERE organization_id = $1 AND NOT healthy
     UNION ALL
     SELECT 2, provider, 'not_deployed', error, updated_at
     FROM provider_deployments WHERE organization_id = $1 AND status = 'failed' AND deleting_since IS NULL
     UNION ALL
     SELECT 3, u.provider, 'unserved', u.provider || '/' || u.resource, u.since FROM unserved_types u
     WHERE EXISTS (
       SELECT 1 FROM resources r WHERE r.organization_id = $1 AND r.provider = u.provider AND r.resource = u.resource
     ) AND NOT EXISTS (
       SELECT 1 FROM provider_deployments d
       WHERE d.organization_id = $1 AND d.provider = u.provider AND d.serving_version IS NOT NULL
     )
   ) AS found
   ORDER BY provider, rank, since LIMIT $2`,
);

const remove = tenantStatement(
  "remove_provider_health",
  "DELETE FROM provider_health WHERE organization_id = $1 AND provider = $2",
);

export async function putProviderHealth(
  tenant: Tenant,
  provider: string,
  health: { healthy: boolean; message: string | null },
): Promise<void> {
  await tenant.query(put, provider, health.healthy, health.message);
}

export function findProviderHealth(tenant: Tenant, provider: string): Promise<ProviderHealthRow | undefined> {
  return tenant.queryOne<ProviderHealthRow>(find, provider);
}

export async function removeProviderHealth(tenant: Tenant, provider: string): Promise<void> {
  await tenant.query(remove, provider);
}

/** The organization's providers that something is wrong with, by name, with the gravest problem of each. */
export function findProviderProblems(tenant: Tenant, limit: number): Promise<ProviderProblem[]> {
  return tenant.query<ProviderProblem>(problems, limit);
}
