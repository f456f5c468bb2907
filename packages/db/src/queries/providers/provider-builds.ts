import type { Database } from "../../database.ts";
import { lockingStatement, systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { liveJobs } from "../processing/live-jobs.ts";

/** One pushed version, without its types. */
export interface ProviderBuildRow {
  provider: string;
  version: string;
  status: "pending" | "building" | "success" | "failed";
  error_message: string | null;
  source_hash: string;
  artefact_hash: string | null;
  network: "host" | "none" | null;
  network_override: "host" | "none" | null;
  attempt: number;
  created_at: string;
  finished_at: string | null;
}

const columns = `provider, version, status, error_message, source_hash, artefact_hash, network, network_override, attempt,
  created_at, finished_at`;

const lock = lockingStatement(
  tenantStatement(
    "lock_provider",
    `SELECT pg_advisory_xact_lock(hashtextextended('provider:' || $1::uuid::text || '/' || $2, 0))`,
  ),
);

// The current second, or the next one that no push has taken: versions are in push order.
const nextVersion = tenantStatement(
  "next_build_version",
  `SELECT to_char(GREATEST(
     date_trunc('second', clock_timestamp()),
     max(to_timestamp(version, 'YYYYMMDD.HH24MISS')) + interval '1 second'
   ), 'YYYYMMDD.HH24MISS') AS version
   FROM provider_builds WHERE organization_id = $1 AND provider = $2`,
);

const insert = tenantStatement(
  "insert_provider_build",
  `INSERT INTO provider_builds
     (organization_id, provider, version, status, source_hash, pushed_by, correlation_id, created_at)
   VALUES ($1, $2, $3, 'pending', $4, $5::jsonb, $6, clock_timestamp())
   RETURNING ${columns}`,
);

const find = tenantStatement(
  "find_provider_build",
  `SELECT ${columns} FROM provider_builds WHERE organization_id = $1 AND provider = $2 AND version = $3`,
);

const list = tenantStatement(
  "list_provider_builds",
  `SELECT ${columns} FROM provider_builds WHERE organization_id = $1 AND provider = $2 ORDER BY version DESC LIMIT $3`,
);

const newestGood = tenantStatement(
  "newest_good_build",
  `SELECT ${columns} FROM provider_builds WHERE organization_id = $1 AND provider = $2 AND status = 'success'
   ORDER BY version DESC LIMIT 1`,
);

const types = tenantStatement(
  "provider_build_types",
  "SELECT types FROM provider_builds WHERE organization_id = $1 AND provider = $2 AND version = $3",
);

const claim = tenantStatement(
  "claim_provider_build",
  `UPDATE provider_builds SET status = 'building', attempt = attempt + 1
   WHERE organization_id = $1 AND provider = $2 AND version = $3 AND status IN ('pending', 'building')
   RETURNING ${columns}`,
);

const finish = tenantStatement(
  "finish_provider_build",
  `UPDATE provider_builds SET status = $5, error_message = $6, artefact_hash = $7, network = $8, types = $9::json,
     finished_at = clock_timestamp()
   WHERE organization_id = $1 AND provider = $2 AND version = $3 AND attempt = $4 AND source_hash = $10
     AND status = 'building'
   RETURNING version`,
);

const override = tenantStatement(
  "override_build_network",
  "UPDATE provider_builds SET network_override = $4 WHERE organization_id = $1 AND provider = $2 AND version = $3",
);

const removeAll = tenantStatement(
  "remove_provider_builds",
  "DELETE FROM provider_builds WHERE organization_id = $1 AND provider = $2 RETURNING version",
);

const unfinished = systemStatement(
  "unfinished_builds",
  `SELECT b.organization_id, b.provider, b.version FROM provider_builds b
   WHERE b.status = ANY (ARRAY['pending'::text, 'building'::text])
     AND b.created_at < now() - $1::int * interval '1 second'
     AND NOT EXISTS (
       SELECT 1 FROM ${liveJobs("build-provider")} AND j.payload->>'organizationId' = b.organization_id::text
         AND j.payload->>'provider' = b.provider AND j.payload->>'version' = b.version
     )
   ORDER BY b.created_at LIMIT $2`,
);

/** Blocks all other changes of this provider of the organization until the transaction ends. */
export async function lockProvider(tenant: Tenant, provider: string): Promise<void> {
  await tenant.query(lock, provider);
}

/** The version for a new push. Call it under `lockProvider`. */
export async function nextBuildVersion(tenant: Tenant, provider: string): Promise<string> {
  const row = await tenant.queryOne<{ version: string }>(nextVersion, provider);
  return row?.version as string;
}

export interface NewBuild {
  version: string;
  /** `sha256:…` of the archive. */
  sourceHash: string;
  /** JSON text. */
  pushedBy: string;
  correlationId: string;
}

export async function insertBuild(tenant: Tenant, provider: string, build: NewBuild): Promise<ProviderBuildRow> {
  const { version, sourceHash, pushedBy, correlationId } = build;
  const row = await tenant.queryOne<ProviderBuildRow>(insert, provider, version, sourceHash, pushedBy, correlationId);
  return row as ProviderBuildRow;
}

export function findBuild(tenant: Tenant, provider: string, version: string): Promise<ProviderBuildRow | undefined> {
  return tenant.queryOne<ProviderBuildRow>(find, provider, version);
}

/** The newest builds, last push first. */
export function findBuilds(tenant: Tenant, provider: string, limit: number): Promise<ProviderBuildRow[]> {
  return tenant.query<ProviderBuildRow>(list, provider, limit);
}

export function findNewestGoodBuild(tenant: Tenant, provider: string): Promise<ProviderBuildRow | undefined> {
  return tenant.queryOne<ProviderBuildRow>(newestGood, provider);
}

/** The types of a successful build, as JSON text. */
export async function findBuildTypes(tenant: Tenant, provider: string, version: string): Promise<string | null> {
  return (await tenant.queryOne<{ types: string | null }>(types, provider, version))?.types ?? null;
}

/** Claims an unfinished build; its previous worker can no longer write to it. */
export function takeBuild(tenant: Tenant, provider: string, version: string): Promise<ProviderBuildRow | undefined> {
  return tenant.queryOne<ProviderBuildRow>(claim, provider, version);
}

export interface BuildEnd {
  status: "success" | "failed";
  error: string | null;
  artefactHash: string | null;
  network: "host" | "none" | null;
  /** JSON text. */
  types: string | null;
}

/**
 * A build claimed by a worker, including its source: a provider that is deleted and pushed again within a second gets
 * the same version and attempt numbers again.
 */
export interface TakenBuild {
  provider: string;
  version: string;
  attempt: number;
  sourceHash: string;
}

/** Finishes a build. @returns false if another worker has taken it over, or it is gone */
export async function endBuild(tenant: Tenant, build: TakenBuild, end: BuildEnd): Promise<boolean> {
  const { provider, version, attempt, sourceHash } = build;
  const { status, error, artefactHash, network, types } = end;
  const values = [status, error, artefactHash, network, types, sourceHash];
  return (await tenant.queryOne(finish, provider, version, attempt, ...values)) !== undefined;
}

/** Records the network restriction of the deployment that serves a version. */
export async function overrideBuildNetwork(
  tenant: Tenant,
  provider: string,
  version: string,
  network: string | null,
): Promise<void> {
  await tenant.query(override, provider, version, network);
}

/** Removes all builds of a provider, with their logs. @returns their versions */
export async function removeBuilds(tenant: Tenant, provider: string): Promise<string[]> {
  return (await tenant.query<{ version: string }>(removeAll, provider)).map(({ version }) => version);
}

/** Builds of all organizations that are unfinished, at least this many seconds old, and without a job in the queue. */
export function findUnfinishedBuilds(
  db: Database,
  seconds: number,
  limit: number,
): Promise<{ organization_id: string; provider: string; version: string }[]> {
  return db.query(unfinished, [seconds, limit]);
}
