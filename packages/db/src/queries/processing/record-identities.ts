import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

/** What names the thing of a resource, as it was when it was looked at. */
export interface IdentityResult {
  organizationId: string;
  key: string;
  version: string;
  identity: string;
}

const record = systemStatement(
  "record_identities",
  `UPDATE resources r SET identity = s.identity, version = nextval('resources_version_seq'), updated_at = now()
   FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) AS s (organization_id, key, version, identity)
     CROSS JOIN LATERAL (
       SELECT x.ctid AS place, x.version, x.identity, x.provisioned FROM resources x
       WHERE x.organization_id = s.organization_id AND x.key = s.key FOR NO KEY UPDATE SKIP LOCKED OFFSET 0
     ) AS free
   WHERE r.ctid = free.place AND free.version = s.version AND free.identity IS NULL AND free.provisioned`,
);

/** Notes what names things of resources that were made before their types told it. One that has changed since is left for the next time. */
export async function recordIdentities(db: Database, results: readonly IdentityResult[]): Promise<void> {
  if (results.length === 0) return;
  const columns = [
    results.map(({ organizationId }) => organizationId),
    results.map(({ key }) => key),
    results.map(({ version }) => version),
    results.map(({ identity }) => identity),
  ];
  await db.query(record, columns);
}
