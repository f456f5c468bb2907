import type { Finding } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { type FindingRow, findFindings } from "@pragma/db/queries";
import type { DriftChange } from "@pragma/language";

/** What a check found of a resource. */
export interface DriftFinding {
  found: Finding;
  /** Sensitive values are sealed. */
  changes: readonly DriftChange[];
  hash: string;
}

/** The findings that count now, by the keys of those of these resources that have one. */
export async function readFindings(tenant: Tenant, keys: readonly string[]): Promise<Map<string, DriftFinding>> {
  if (keys.length === 0) return new Map();
  return new Map((await findFindings(tenant, keys)).map((row) => [row.resource_key, toFinding(row)]));
}

function toFinding({ found, changes, finding_hash: hash }: FindingRow): DriftFinding {
  return { found, changes: JSON.parse(changes) as DriftChange[], hash };
}
