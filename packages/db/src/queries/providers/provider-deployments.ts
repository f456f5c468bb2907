import type { Database } from "../../database.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { liveJobs } from "../processing/live-jobs.ts";

export interface DeploymentRow {
  provider: string;
  serving_version: string | null;
  wanted_version: string;
  status: "pending" | "progressing" | "available" | "failed";
  error: string | null;
  network: "host" | "none" | null;
  attempt: number;
  /** Workers that claimed the present deployment. */
  tries: number;
  deleting_since: string | null;
  updated_at: string;
}

const columns =
  "provider, serving_version, wanted_version, status, error, network, attempt, tries, deleting_since, updated_at";

const find = tenantStatement(
  "find_deployment",
  `SELECT ${columns} FROM provider_deployments WHERE organization_id = $1 AND provider = $2`,
);

const want = tenantStatement(
  "want_deployment",
  `INSERT INTO provider_deployments
     (organization_id, provider, wanted_version, status, network, attempt, actor, correlation_id, updated_at)
   VALUES ($1, $2, $3, 'pending', $4, 1, $5::jsonb, $6, clock_timestamp())
   ON CONFLICT (organization_id, provider) DO UPDATE
   SET wanted_version = EXCLUDED.wanted_version, status = 'pending', error = NULL, network = EXCLUDED.network,
     attempt = provider_deployments.attempt + 1, tries = 0, actor = EXCLUDED.actor, correlation_id = EXCLUDED.correlation_id,
     updated_at = EXCLUDED.updated_at
   RETURNING ${columns}`,
);

const claim = tenantStatement(
  "claim_deployment",
  `UPDATE provider_deployments SET status = 'progressing', attempt = attempt + 1, tries = tries + 1, updated_at = clock_timestamp()
   WHERE organization_id = $1 AND provider = $2 AND status IN ('pending', 'progressing') AND deleting_since IS NULL
   RETURNING ${columns}`,
);

// The attempt stays: whoever gives it back may no longer write.
const giveBack = tenantStatement(
  "give_back_deployment",
  `UPDATE provider_deployments SET tries = greatest(0, tries - 1), updated_at = clock_timestamp()
   WHERE organization_id = $1 AND provider = $2 AND attempt = $3 AND status = 'progressing' AND deleting_since IS NULL
     AND wanted_version = $4
   RETURNING provider`,
);

// Attempts start over if a provider was deleted and pushed again, so the source hash identifies the deployment too.
const end = tenantStatement(
  "end_deployment",
  `UPDATE provider_deployments SET status = $4, error = $5,
     serving_version = CASE WHEN $4 = 'available' THEN wanted_version ELSE serving_version END,
     updated_at = clock_timestamp()
   WHERE organization_id = $1 AND provider = $2 AND attempt = $3 AND status = 'progressing' AND deleting_since IS NULL
     AND wanted_version = $6 AND ($7::text IS NULL OR EXISTS (
       SELECT 1 FROM provider_builds b
       WHERE b.organization_id = $1 AND b.provider = $2 AND b.version = $6 AND b.source_hash = $7
     ))
   RETURNING ${columns}`,
);

// Aborts a deployment in progress: its worker finds that it may no longer write.
const leave = tenantStatement(
  "begin_provider_deletion",
  `UPDATE provider_deployments SET deleting_since = COALESCE(deleting_since, clock_timestamp()), attempt = attempt + 1,
     status = CASE WHEN status IN ('available', 'failed') THEN status ELSE 'failed' END,
     error = CASE WHEN status IN ('available', 'failed') THEN error ELSE 'The provider is being deleted' END,
     actor = $3::jsonb, correlation_id = $4, updated_at = clock_timestamp()
   WHERE organization_id = $1 AND provider = $2
   RETURNING ${columns}`,
);

const remove = tenantStatement(
  "remove_deployment",
  "DELETE FROM provider_deployments WHERE organization_id = $1 AND provider = $2 RETURNING provider",
);

// A job that failed too often stays in the queue's table, but no longer counts.
const unfinished = systemStatement(
  "unfinished_deployments",
  `SELECT d.organization_id, d.provider FROM provider_deployments d
   WHERE d.status = ANY (ARRAY['pending'::text, 'progressing'::text]) AND d.deleting_since IS NULL
     AND d.updated_at < now() - $1::int * interval '1 second'
     AND NOT EXISTS (
       SELECT 1 FROM ${liveJobs("deploy-provider")} AND j.payload->>'organizationId' = d.organization_id::text
         AND j.payload->>'provider' = d.provider
     )
   ORDER BY d.updated_at LIMIT $2`,
);

const leaving = systemStatement(
  "leaving_providers",
  `SELECT d.organization_id, d.provider, d.actor, d.correlation_id FROM provider_deployments d
   WHERE d.deleting_since IS NOT NULL AND NOT EXISTS (
     SELECT 1 FROM resources r WHERE r.organization_id = d.organization_id AND r.provider = d.provider
   )
   ORDER BY d.deleting_since LIMIT $1`,
);

export function findDeployment(tenant: Tenant, provider: string): Promise<DeploymentRow | undefined> {
  return tenant.queryOne<DeploymentRow>(find, provider);
}

export interface WantedDeployment {
  version: string;
  network: "host" | "none" | null;
  /** JSON text. */
  actor: string;
  correlationId: string;
}

/** Records the wanted version. Call it under `lockProvider`. */
export async function wantDeployment(
  tenant: Tenant,
  provider: string,
  wanted: WantedDeployment,
): Promise<DeploymentRow> {
  const { version, network, actor, correlationId } = wanted;
  return (await tenant.queryOne<DeploymentRow>(
    want,
    provider,
    version,
    network,
    actor,
    correlationId,
  )) as DeploymentRow;
}

/** Claims a pending deployment; its previous worker can no longer write to it. */
export function takeDeployment(tenant: Tenant, provider: string): Promise<DeploymentRow | undefined> {
  return tenant.queryOne<DeploymentRow>(claim, provider);
}

/** A deployment claimed by a worker. */
export interface TakenDeployment {
  provider: string;
  attempt: number;
  version: string;
  /** Source hash of the version's build; null if that is gone. */
  sourceHash: string | null;
}

/**
 * Ends a claimed deployment.
 * @returns undefined if another worker has taken it over, or its provider is being deleted, or has been replaced
 */
export function endDeployment(
  tenant: Tenant,
  { provider, attempt, version, sourceHash }: TakenDeployment,
  status: "available" | "failed",
  error: string | null,
): Promise<DeploymentRow | undefined> {
  return tenant.queryOne<DeploymentRow>(end, provider, attempt, status, error, version, sourceHash);
}

/**
 * Takes back the try of a claimed deployment that nothing speaks against.
 * @returns false if another worker has taken it over, or it is no longer wanted
 */
export async function giveBackDeployment(
  tenant: Tenant,
  { provider, attempt, version }: Omit<TakenDeployment, "sourceHash">,
): Promise<boolean> {
  return (await tenant.queryOne(giveBack, provider, attempt, version)) !== undefined;
}

/** Marks a provider as being deleted. @returns undefined if it was never deployed */
export function beginProviderDeletion(
  tenant: Tenant,
  provider: string,
  actor: string,
  correlationId: string,
): Promise<DeploymentRow | undefined> {
  return tenant.queryOne<DeploymentRow>(leave, provider, actor, correlationId);
}

/** @returns whether it existed */
export async function removeDeployment(tenant: Tenant, provider: string): Promise<boolean> {
  return (await tenant.query(remove, provider)).length > 0;
}

/** Deployments of all organizations that have waited for at least this many seconds, and have no job in the queue. */
export function findUnfinishedDeployments(
  db: Database,
  seconds: number,
  limit: number,
): Promise<{ organization_id: string; provider: string }[]> {
  return db.query(unfinished, [seconds, limit]);
}

export interface LeavingProvider {
  organization_id: string;
  provider: string;
  actor: string;
  correlation_id: string;
}

/** Providers of all organizations that are being deleted and have no resources left. */
export function findLeavingProviders(db: Database, limit: number): Promise<LeavingProvider[]> {
  return db.query<LeavingProvider>(leaving, [limit]);
}
