import type { ChangeStatus } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** How far a change is. */
export interface ChangeProgressRow {
  id: string;
  status: ChangeStatus;
  /** JSON text. */
  counts: string;
  /** How many of its actions have ended. */
  settled: number;
  /** How many actions it has, without refusals. */
  total: number;
}

const progress = tenantStatement(
  "change_progress",
  `SELECT c.id, c.status, c.counts,
     (SELECT count(*)::int FROM change_actions a WHERE a.change_id = c.id AND a.action <> 'refuse' AND a.state <> 'open') AS settled,
     (SELECT count(*)::int FROM change_actions a WHERE a.change_id = c.id AND a.action <> 'refuse') AS total
   FROM changes c WHERE c.organization_id = $1 AND c.id = ANY($2::uuid[]) ORDER BY c.id`,
);

/** How far some changes are, oldest first; those that do not exist are left out. */
export function findChangesProgress(tenant: Tenant, ids: readonly string[]): Promise<ChangeProgressRow[]> {
  return tenant.query<ChangeProgressRow>(progress, ids);
}

const open = tenantStatement(
  "open_changes",
  "SELECT c.id FROM changes c WHERE c.organization_id = $1 AND c.status IN ('planned', 'applying')",
);

/** Plans that may be applied, and changes that are being carried out. */
export async function findOpenChanges(tenant: Tenant): Promise<string[]> {
  return (await tenant.query<{ id: string }>(open)).map(({ id }) => id);
}

const settledSince = tenantStatement(
  "changes_settled_since",
  `SELECT c.id FROM changes c WHERE c.organization_id = $1 AND c.settled_at >= $2 ORDER BY c.settled_at DESC LIMIT $3`,
);

/** Changes that have ended since a time; the newest `limit` of them. */
export async function findChangesSettledSince(tenant: Tenant, since: Date, limit: number): Promise<string[]> {
  return (await tenant.query<{ id: string }>(settledSince, since, limit)).map(({ id }) => id);
}
