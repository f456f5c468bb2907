import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

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
