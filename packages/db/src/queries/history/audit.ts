import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { isActor } from "../sql/actor.ts";
import type { AuditRecord } from "../sql/effects.ts";
import { MAX_BIGINT } from "../sql/max-bigint.ts";
import { containing } from "../sql/pattern.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "../sql/within-bytes.ts";
import type { IdRange } from "./history.ts";

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
  /** Part of target, action or the actor's name, in any case; or a whole correlation id. */
  text?: string | undefined;
}

const insert = tenantStatement(
  "insert_audit_entry",
  `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
   VALUES ($1, $2::jsonb, $3, $4, $5, $6, $7::jsonb)`,
);

const columns = "id, timestamp, actor, action, target, outcome, correlation_id, details";

// `id + 0` matches the index by organization (see the history).
const list = tenantStatement(
  "list_audit_entries",
  withinBytes({
    rows: `SELECT ${columns}, ${bytesOf("details")} AS bytes
      FROM audit_entries
      WHERE organization_id = $1
        AND id + 0 < COALESCE($2::bigint, ${MAX_BIGINT}) AND id + 0 >= COALESCE($3::bigint, 0)
        AND ($4::text IS NULL OR ${isActor("actor", "$4")})
        AND ($5::text IS NULL OR action = $5)
        AND ($6::text IS NULL OR target = $6)
        AND ($7::timestamptz IS NULL OR timestamp >= $7)
        AND ($8::timestamptz IS NULL OR timestamp < $8)
        AND ($9::text IS NULL OR target ILIKE $9 OR action ILIKE $9 OR actor->>'name' ILIKE $9
          OR actor->'user'->>'name' ILIKE $9 OR correlation_id = $10)
      ORDER BY id + 0 DESC
      LIMIT $11 + 1`,
    columns,
    order: "id DESC",
    limit: "$11",
    bytes: "$12",
  }),
);

/** Writes an audit row. */
export async function insertAuditEntry(tenant: Tenant, entry: AuditRecord): Promise<void> {
  const { actor, action, target, outcome, correlationId, details } = entry;
  await tenant.query(insert, actor, action, target, outcome, correlationId, details);
}

/** Matching entries, newest first, and whether more follow. */
export async function listAuditEntries(
  tenant: Tenant,
  filter: AuditFilter,
  { before, until: back }: IdRange,
  { limit, bytes }: Room,
): Promise<{ rows: AuditRow[]; more: boolean }> {
  const { actor = null, action = null, target = null, since = null, until = null, text = null } = filter;
  const pattern = text === null ? null : containing(text);
  const matching = [actor, action, target, since, until, pattern, text];
  const values = [before ?? null, back ?? null, ...matching, limit, bytes];
  return fitting(await tenant.query<AuditRow & Counted>(list, ...values));
}
