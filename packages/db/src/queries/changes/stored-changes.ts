import type { ChangeStatus, ChangeView } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { isActor } from "../sql/actor.ts";

/** A change as stored, without its request and basis. JSON is text. */
export interface StoredChange {
  id: string;
  status: ChangeStatus;
  message: string | null;
  source: string | null;
  set: string | null;
  prune: boolean;
  counts: string;
  busy: string[];
  planned_by: string;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  applied_by: string | null;
  applied_at: string | null;
  settled_at: string | null;
  reverts: string | null;
  reverted_by: string | null;
  ended_by: string | null;
  ended_at: string | null;
}

const COLUMNS = [
  "id",
  "status",
  "message",
  "source",
  "set",
  "prune",
  "counts",
  "busy",
  "planned_by",
  "created_by",
  "created_at",
  "expires_at",
  "applied_by",
  "applied_at",
  "settled_at",
  "reverts",
  "reverted_by",
  "ended_by",
  "ended_at",
] as const satisfies readonly (keyof StoredChange)[];
/** SQL for these columns of `changes c`. */
export const storedColumns = COLUMNS.map((column) => `c.${column}`).join(", ");

const find = tenantStatement(
  "find_change",
  `SELECT ${storedColumns} FROM changes c WHERE c.organization_id = $1 AND c.id = $2`,
);

/** One change. A plan whose time is over counts as planned until the sweep has marked it. */
export function findChange(tenant: Tenant, id: string): Promise<StoredChange | undefined> {
  return tenant.queryOne<StoredChange>(find, id);
}

const statusOf = tenantStatement(
  "find_change_status",
  "SELECT c.status FROM changes c WHERE c.organization_id = $1 AND c.id = $2",
);

/** The status alone, for those that wait. */
export async function findChangeStatus(tenant: Tenant, id: string): Promise<StoredChange["status"] | undefined> {
  return (await tenant.queryOne<{ status: StoredChange["status"] }>(statusOf, id))?.status;
}

const mayReplace = tenantStatement(
  "change_may_replace",
  `SELECT 1 FROM changes c WHERE c.organization_id = $1 AND c.id = $2
     AND (c.allow_replace::text = 'true' OR c.allow_replace::jsonb ?| $3::text[])`,
);

/** Whether a change has leave to replace a resource. @param names its id and its key: the request may have either */
export async function mayChangeReplace(tenant: Tenant, changeId: string, names: readonly string[]): Promise<boolean> {
  return (await tenant.queryOne(mayReplace, changeId, names)) !== undefined;
}

/** Filters of a list of changes. */
export interface ChangeFilter {
  /** Any of these. */
  status?: readonly string[] | undefined;
  /** Applied ones, or plans that are still open. */
  view?: ChangeView | undefined;
  /** Id or name of somebody who planned or applied it, also by a token. */
  actor?: string | undefined;
  set?: string | undefined;
  /** The key of a resource that a change has an action on. */
  key?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

const list = {
  ...tenantStatement(
    "list_changes",
    `SELECT ${storedColumns} FROM changes c
     WHERE c.organization_id = $1 AND ($2::uuid IS NULL OR c.id < $2) AND ($3::uuid IS NULL OR c.id >= $3)
       AND ($4::text[] IS NULL OR c.status = ANY($4)) AND ($5::text IS NULL OR c.set = $5)
       AND ($6::text IS NULL OR EXISTS (
         SELECT 1 FROM change_actions a WHERE a.organization_id = $1 AND a.key = $6 AND a.change_id = c.id
       ))
       AND ($7::timestamptz IS NULL OR c.created_at >= $7) AND ($8::timestamptz IS NULL OR c.created_at < $8)
       AND ($9::text IS NULL OR ($9 = 'applied' AND c.applied_at IS NOT NULL) OR ($9 = 'open' AND c.status = 'planned'))
       AND ($10::text IS NULL OR ${isActor("c.created_by", "$10")} OR ${isActor("c.applied_by", "$10")})
     ORDER BY c.id DESC LIMIT $11`,
  ),
  planEachTime: true as const,
};

/** Changes, newest first: ids are in the order of time. */
export function listChanges(
  tenant: Tenant,
  { status, set, key, since, until, view, actor }: ChangeFilter,
  { before, back, limit }: { before?: string | undefined; back?: string | undefined; limit: number },
): Promise<StoredChange[]> {
  const filter = [status, set, key, since, until, view, actor].map((value) => value ?? null);
  return tenant.query<StoredChange>(list, before ?? null, back ?? null, ...filter, limit);
}
