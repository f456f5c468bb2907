import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { takesMarks } from "../sql/lifecycle.ts";

export interface Dependent {
  key: string;
  provider: string;
  resource: string;
  /** Null for a draft and for a resource being deleted: they ignore changes. */
  config: string | null;
}

/** Some of the dependents of a resource, in the order of their keys. */
export interface DependentsPage {
  dependents: readonly Dependent[];
  isLast: boolean;
}

/** How many dependents are read at once, and how many bytes of config. The first is read whatever its size. */
const PAGE_ROWS = 500;
const PAGE_BYTES = 4 * 1024 * 1024;

const page = tenantStatement(
  "propagation_dependents",
  `SELECT key, provider, resource, config, found::int FROM (
     SELECT r.*, count(*) OVER () AS found, sum(r.size) OVER (ORDER BY r.key ROWS UNBOUNDED PRECEDING) - r.size AS before
     FROM (
       SELECT e.from_key FROM edges e
       WHERE e.organization_id = $1 AND e.to_key = $2 AND e.kind = 'dependency' AND e.from_key > $3
       ORDER BY e.from_key LIMIT ${PAGE_ROWS}
     ) AS e CROSS JOIN LATERAL (
       SELECT x.key, x.provider, x.resource, c.config, COALESCE(octet_length(c.config::text), 0) AS size
       FROM (${resourceByKey("e.from_key")}) AS x
       CROSS JOIN LATERAL (SELECT CASE WHEN ${takesMarks("x")} THEN x.config END) AS c(config)
     ) AS r
   ) AS found WHERE before < ${PAGE_BYTES} ORDER BY key`,
);

/**
 * Direct dependents of a resource, a bounded number of bytes at once.
 * @param after the last key of the previous page; "" for the first
 */
export async function findPropagationDependents(tenant: Tenant, key: string, after = ""): Promise<DependentsPage> {
  const rows = await tenant.query<Dependent & { found: number }>(page, key, after);
  const found = rows[0]?.found ?? 0;
  return { dependents: rows, isLast: rows.length === found && found < PAGE_ROWS };
}

const wake = tenantStatement("wake_dependents_of", "SELECT wake_dependents($1::uuid, $2) AS woken");

/** Makes a worker look at the dependents of a resource that wait for nothing else. */
export async function wakeDependents(tenant: Tenant, key: string): Promise<void> {
  await tenant.query(wake, key);
}
