import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** The result of a lease. */
export interface RequestLease {
  /** Taken by all replicas together in this window, including this lease; may exceed the limit. */
  used: number;
  /** Milliseconds until the window ends. */
  ms_left: number;
}

// Windows follow the database's clock, the only clock that all replicas share.
const lease = tenantStatement(
  "lease_requests",
  `WITH clock AS (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms)
   INSERT INTO rate_limit_windows AS w (organization_id, window_start, used)
   SELECT $1, to_timestamp((clock.ms - clock.ms % ($2::bigint * 1000)) / 1000), $3::int FROM clock
   ON CONFLICT (organization_id, window_start) DO UPDATE SET used = w.used + EXCLUDED.used
   RETURNING w.used, ($2::bigint * 1000 - (SELECT clock.ms FROM clock) % ($2::bigint * 1000))::int AS ms_left`,
);

const read = tenantStatement(
  "read_requests",
  `WITH clock AS (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms)
   SELECT COALESCE(w.used, 0) AS used, ($2::bigint * 1000 - clock.ms % ($2::bigint * 1000))::int AS ms_left
   FROM clock LEFT JOIN rate_limit_windows w
     ON w.organization_id = $1 AND w.window_start = to_timestamp((clock.ms - clock.ms % ($2::bigint * 1000)) / 1000)`,
);

/** Takes `amount` of the requests that the organization may make in the current window. */
export async function leaseRequests(tenant: Tenant, windowSeconds: number, amount: number): Promise<RequestLease> {
  const row = await tenant.queryOne<RequestLease>(lease, windowSeconds, amount);
  return row as RequestLease;
}

/** The requests taken in the current window, by all replicas together. Takes none. */
export async function readRequests(tenant: Tenant, windowSeconds: number): Promise<RequestLease> {
  const row = await tenant.queryOne<RequestLease>(read, windowSeconds);
  return row as RequestLease;
}
