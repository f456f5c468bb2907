import { lockingStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** Something that a change relies on and that no row stands for. */
export interface ClaimLock {
  /** `set:` and its name: who its members are. `absence`: that something does not exist. */
  name: string;
  /** Others rely on it together with those that change it alone. */
  isExclusive: boolean;
}

const lock = lockingStatement(
  tenantStatement(
    "lock_claims",
    `SELECT CASE WHEN c.is_exclusive THEN pg_advisory_xact_lock(c.id) ELSE pg_advisory_xact_lock_shared(c.id) END AS locked
     FROM (
       SELECT hashtextextended('claim:' || ($1::uuid)::text || ':' || t.name, 0) AS id, t.is_exclusive
       FROM unnest($2::text[], $3::boolean[]) AS t(name, is_exclusive) ORDER BY t.name COLLATE "C" OFFSET 0
     ) AS c`,
  ),
);

/** Locks them for this transaction, in the order of their names, as everybody does; before the graph and any row. */
export async function lockClaims(tenant: Tenant, locks: readonly ClaimLock[]): Promise<void> {
  if (locks.length === 0) return;
  await tenant.query(
    lock,
    locks.map(({ name }) => name),
    locks.map(({ isExclusive }) => String(isExclusive)),
  );
}
