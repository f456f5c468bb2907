import { isReady } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { inState } from "../sql/lifecycle.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

/** A resource that must be gone or updated before a deletion can proceed. */
export interface DeletionBlocker {
  /** The resource to be deleted. */
  of: string;
  key: string;
  state: ResourceRow["lifecycle_state"];
  kind: "dependency" | "owner" | "running";
}

/** SQL from FROM on: the edges `e`, with the resources `r` they come from, that block the deletion of a key. */
export function blockersOf(key: string): string {
  return `FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
   WHERE e.organization_id = $1 AND e.to_key = ${key}
     AND CASE WHEN e.kind <> 'running' THEN r.deleting_since IS NOT NULL
       ELSE ${inState("r", (state) => !isReady(state))}
         AND NOT (r.deleting_since IS NOT NULL AND ${key} = ANY (awaited_keys($1::uuid, ARRAY[r.key]))) END`;
}

/** Edges of different kinds may lead from one resource to another. */
const KINDS = 3;

// In the order of the index, backwards, so that no more are looked at: those that run with it come first.
const blockers = tenantStatement(
  "deletion_blockers_of",
  `SELECT d.key AS of, b.key, b.state, b.kind FROM unnest($2::text[]) AS d (key) CROSS JOIN LATERAL (
     SELECT r.key, r.lifecycle_state AS state, e.kind ${blockersOf("d.key")}
     ORDER BY e.kind DESC, e.from_key DESC LIMIT $3::int * ${KINDS}
   ) b ORDER BY d.key, b.kind DESC, b.key`,
);

/**
 * Finds what deletions wait for: dependents and owned resources that are deleted first, and resources that run with them, until
 * they are gone or updated. If two resources being deleted run with each other, directly or not, that imposes no order.
 * @param most of each deletion: there may be thousands, and those that only run with it, which nobody has deleted, come first
 */
export async function findDeletionBlockers(
  tenant: Tenant,
  keys: readonly string[],
  most: number,
): Promise<DeletionBlocker[]> {
  const rows = await tenant.query<DeletionBlocker>(blockers, keys, most);
  return [...Map.groupBy(rows, ({ of }) => of).values()].flatMap((own) => {
    // The same resource may depend on what is deleted, belong to it, and run with it.
    const firsts = new Map(own.toReversed().map((blocker) => [blocker.key, blocker]));
    return own.filter((blocker) => firsts.get(blocker.key) === blocker).slice(0, most);
  });
}

// Checked whenever one of them is gone: counting thousands each time would make a cascade quadratic.
const blocked = tenantStatement("deletion_blocked", `SELECT EXISTS (SELECT 1 ${blockersOf("$2")}) AS blocked`);

/** Whether the deletion of a resource waits for anything. */
export async function isDeletionBlocked(tenant: Tenant, key: string): Promise<boolean> {
  return (await tenant.queryOne<{ blocked: boolean }>(blocked, key))?.blocked ?? false;
}
