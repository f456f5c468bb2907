import type { BuildInfo, ProviderStatus } from "@pragma/contract";
import type {
  DeploymentRow,
  LiveWorkers,
  ProviderBuildRow,
  ProviderHealthRow,
  ShippedProvider,
} from "@pragma/db/queries";

export function presentBuild(row: ProviderBuildRow): BuildInfo {
  const { provider, version, status, error_message, created_at } = row;
  return { provider_id: provider, version, status, error_message, created_at };
}

/** The status of the last deployed version; it is healthy if a version serves and no worker says otherwise. */
export function presentDeployment(
  row: DeploymentRow,
  health: ProviderHealthRow | undefined,
  workers: LiveWorkers,
): ProviderStatus {
  const serves = row.serving_version !== null;
  return {
    status: row.status,
    version: row.wanted_version,
    updated_at: row.updated_at,
    healthy: serves && (health?.healthy ?? true),
    error_message: row.error ?? (serves ? (health?.message ?? null) : null),
    network_filtered: workers.filtersNetwork,
    boundaries: workers.boundaries,
  };
}

/** A shipped provider is available from the start. */
export function presentShipped(
  shipped: ShippedProvider,
  health: ProviderHealthRow | undefined,
  workers: LiveWorkers,
): ProviderStatus {
  return {
    status: "available",
    version: shipped.version,
    updated_at: shipped.updated_at,
    healthy: health?.healthy ?? true,
    error_message: health?.message ?? null,
    network_filtered: workers.filtersNetwork,
    boundaries: workers.boundaries,
  };
}
