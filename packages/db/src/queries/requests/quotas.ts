import type { Database } from "../../database.ts";
import { lockingStatement, systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** An organization's use of a quota. */
export interface QuotaUse {
  used: number;
  /** The limit that an operator set; null if the setting applies. */
  value: number | null;
}

const limitNamed = (name: string) =>
  `(SELECT l.value::float8 FROM organization_limits l WHERE l.organization_id = $1 AND l.name = ${name})`;

const read = tenantStatement(
  "read_quota_use",
  `SELECT (SELECT c.amount FROM count_quota($1::uuid, $2) c)::float8 AS used, ${limitNamed("$2")} AS value`,
);

const lock = lockingStatement(
  tenantStatement(
    "lock_quota",
    `SELECT lock_and_count_quota($1::uuid, $2)::float8 AS used, ${limitNamed("$2")} AS value`,
  ),
);

const lease = lockingStatement(
  tenantStatement(
    "lease_quota",
    "SELECT lease_quota($1::uuid, $2, $3::uuid, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9::int) AS lease",
  ),
);

const giveBack = tenantStatement(
  "give_back_quota",
  `UPDATE quota_leases SET outstanding = greatest(0, outstanding - $4::bigint)
   WHERE organization_id = $1 AND name = $2 AND holder = $3`,
);

const end = systemStatement("end_quota_leases", "DELETE FROM quota_leases WHERE holder = $1");

/** Counts the use of a quota. */
export async function readQuotaUse(tenant: Tenant, quota: string): Promise<QuotaUse> {
  return (await tenant.queryOne<QuotaUse>(read, quota)) as QuotaUse;
}

/** Counts the use of a quota; others that call this wait until the transaction ends. */
export async function lockQuota(tenant: Tenant, quota: string): Promise<QuotaUse> {
  return (await tenant.queryOne<QuotaUse>(lock, quota)) as QuotaUse;
}

/** A process's request for part of a quota. */
export interface QuotaRequest {
  quota: string;
  /** The process. */
  holder: string;
  /** How much of its earlier leases was added or is not needed. */
  done: number;
  /** Less than this is useless. */
  least: number;
  /** The most that it can use at once. */
  most: number;
  /** While a lot is left, it gets one part in this many; null for no more than it asked for. */
  share: number | null;
  /** The quota, unless an operator set another one for the organization. */
  standard: number;
  /** Duration of the lease. */
  seconds: number;
}

export interface QuotaLease {
  /** 0, or at least `least`. */
  granted: number;
  /** Units that exist or that others may be about to add, before this lease. */
  used: number;
  /** The quota in force. */
  value: number;
  /** Units left by the lease. */
  left: number;
}

/** Leases part of what the organization may still add. Inside a transaction it blocks other leases until that ends. */
export async function leaseQuota(tenant: Tenant, request: QuotaRequest): Promise<QuotaLease> {
  const { quota, holder, done, least, most, share, standard, seconds } = request;
  const values = [quota, holder, done, least, most, share, standard, seconds];
  const row = await tenant.queryOne<{ lease: string }>(lease, ...values);
  return JSON.parse((row as { lease: string }).lease) as QuotaLease;
}

/** Reports that part of what a process leased was added, or is not needed. */
export async function giveBackQuota(tenant: Tenant, quota: string, holder: string, amount: number): Promise<void> {
  await tenant.query(giveBack, quota, holder, amount);
}

/** Ends all leases of a process. */
export async function endQuotaLeases(db: Database, holder: string): Promise<void> {
  await db.query(end, [holder]);
}
