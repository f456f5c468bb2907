import { FINDINGS, type Finding } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";

/** What a check found of a resource, as long as the resource says that it did, and it is not to be found anew. */
export interface FindingRow {
  resource_key: string;
  found: Finding;
  /** JSON of the differences (`DriftChange`), sensitive values sealed. */
  changes: string;
  finding_hash: string;
}

const FOUND = FINDINGS.map((finding) => `'${finding}'`).join(", ");

const findings = tenantStatement(
  "findings",
  `SELECT t.key AS resource_key, r.drift AS found, COALESCE(d.changes, '[]') AS changes,
     COALESCE(d.finding_hash, '') AS finding_hash
   FROM unnest($2::text[]) AS t(key)
   CROSS JOIN LATERAL (${resourceByKey("t.key", "drift")}) AS r
   CROSS JOIN LATERAL (
     SELECT * FROM drift_checks x WHERE x.organization_id = $1 AND x.resource_key = t.key OFFSET 0
   ) AS d
   WHERE r.drift IN (${FOUND}) AND d.found = r.drift AND d.changes IS NOT NULL`,
);

/** The findings that count now, of those of these resources that have one. */
export function findFindings(tenant: Tenant, keys: readonly string[]): Promise<FindingRow[]> {
  return tenant.query<FindingRow>(findings, keys);
}

/** How many findings are looked through; beyond that the counts mean "at least". */
const COUNTED_FINDINGS = 10_000;

/** How many resources have a finding, with one of them. */
export interface FindingCount {
  found: Finding;
  count: number;
  /** `provider/resource/name` */
  example: string;
}

const countFound = tenantStatement(
  "count_findings",
  `SELECT f.found, count(*)::int AS count, min(f.key) AS example FROM (
     SELECT r.drift AS found, r.key FROM drift_checks d
     CROSS JOIN LATERAL (${resourceByKey("d.resource_key", "drift, key")}) AS r
     WHERE d.organization_id = $1 AND d.found IN (${FOUND}) AND r.drift = d.found LIMIT ${COUNTED_FINDINGS}
   ) f GROUP BY f.found ORDER BY f.found DESC`,
);

/** The findings that count now, of the first 10,000: what is missing first. */
export function countFindings(tenant: Tenant): Promise<FindingCount[]> {
  return tenant.query<FindingCount>(countFound);
}
