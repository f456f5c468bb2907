import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import type { AuditRecord } from "./effects.ts";
import { MAX_BIGINT } from "./max-bigint.ts";
import { containing } from "./pattern.ts";

export interface AuditRow {
  id: string;
  timestamp: string;
  actor: string;
  action: string;
  target: string;
  outcome: string;
  correlation_id: string;
  details: string;
}

export interface AuditFilter {
  /** Id or name. */
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  /** Part of target, action or the actor's name, whatever the case; or a whole correlation id. */
  text?: string | undefined;
}

const insert = tenantStatement(
  "insert_audit_entry",
  `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
   VALUES ($1, $2::jsonb, $3, $4, $5, $6, $7::jsonb)`,
);

// `id + 0` is what the index by organization is on (see the history).
const list = tenantStatement(
  "list_audit_entries",
  `SELECT id, timestamp, actor, action, target, outcome, correlation_id, details
   FROM audit_entries
   WHERE organization_id = $1
     AND id + 0 < COALESCE($2::bigint, ${MAX_BIGINT})
     AND ($3::text IS NULL OR actor->>'id' = $3 OR actor->>'name' = $3)
     AND ($4::text IS NULL OR action = $4)
     AND ($5::text IS NULL OR target = $5)
     AND ($6::timestamptz IS NULL OR timestamp >= $6)
     AND ($7::timestamptz IS NULL OR timestamp < $7)
     AND ($8::text IS NULL OR target ILIKE $8 OR action ILIKE $8 OR actor->>'name' ILIKE $8 OR correlation_id = $9)
   ORDER BY id + 0 DESC
   LIMIT $10`,
);

/** Writes that something was done. */
export async function insertAuditEntry(tenant: Tenant, entry: AuditRecord): Promise<void> {
  const { actor, action, target, outcome, correlationId, details } = entry;
  await tenant.query(insert, actor, action, target, outcome, correlationId, details);
}

/** Entries that match, newest first, from below an id on. */
export function listAuditEntries(
  tenant: Tenant,
  filter: AuditFilter,
  before: string | undefined,
  limit: number,
): Promise<AuditRow[]> {
  const { actor = null, action = null, target = null, since = null, until = null, text = null } = filter;
  const pattern = text === null ? null : containing(text);
  const values = [before ?? null, actor, action, target, since, until, pattern, text, limit];
  return tenant.query<AuditRow>(list, ...values);
}
