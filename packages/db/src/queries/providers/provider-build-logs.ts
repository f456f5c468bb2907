import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { TakenBuild } from "./provider-builds.ts";

export interface BuildLogChunk {
  sequence: number;
  text: string;
}

// The update locks the build's row, so chunks are numbered one after another, and none becomes visible before a lower
// one.
const append = tenantStatement(
  "append_build_log",
  `WITH build AS (
     UPDATE provider_builds SET log_bytes = log_bytes + octet_length($5::text), log_sequence = log_sequence + 1
     WHERE organization_id = $1 AND provider = $2 AND version = $3 AND attempt = $4 AND source_hash = $8
       AND status = 'building' AND log_bytes <= $6
     RETURNING log_sequence, log_bytes - octet_length($5::text) AS before
   ), kept AS (
     SELECT log_sequence, CASE WHEN before + octet_length($5) <= $6 THEN $5
       ELSE left($5, GREATEST(0, ($6 - before) / 4)) || $7 END AS text
     FROM build
   )
   INSERT INTO provider_build_logs (organization_id, provider, version, sequence, text)
   SELECT $1::uuid, $2, $3, log_sequence, text FROM kept`,
);

const after = tenantStatement(
  "build_log_after",
  `SELECT sequence, text FROM provider_build_logs
   WHERE organization_id = $1 AND provider = $2 AND version = $3 AND sequence > $4
   ORDER BY sequence LIMIT $5`,
);

/**
 * Appends text to the log of a running build, up to `limit` bytes in total; `notice` replaces the rest, once. Does
 * nothing for a worker that has lost the build.
 */
export async function insertBuildLog(
  tenant: Tenant,
  build: TakenBuild,
  text: string,
  { limit, notice }: { limit: number; notice: string },
): Promise<void> {
  const { provider, version, attempt, sourceHash } = build;
  await tenant.query(append, provider, version, attempt, text, limit, notice, sourceHash);
}

/** The next chunks after one, in order. */
export function findBuildLog(
  tenant: Tenant,
  provider: string,
  version: string,
  sequence: number,
  limit: number,
): Promise<BuildLogChunk[]> {
  return tenant.query<BuildLogChunk>(after, provider, version, sequence, limit);
}
