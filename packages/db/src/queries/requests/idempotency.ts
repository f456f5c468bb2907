import { lockingStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** The scope of a key, besides the organization. */
export interface IdempotencyScope {
  tokenId: string;
  method: string;
  path: string;
  key: string;
}

/** The outcome of the first request: an answer, or an error. */
export interface StoredOutcome {
  fingerprint: string;
  status: number | null;
  headers: string | null;
  body: string | null;
  error: string | null;
}

// It waits for nothing itself, but later statements of its transaction may.
const tryLock = lockingStatement(
  tenantStatement(
    "try_lock_idempotency_key",
    `SELECT pg_try_advisory_xact_lock(
       hashtextextended(concat_ws(E'\\n', 'idempotency', $1::uuid::text, $2::text, $3::text, $4::text, $5::text), 0)
     ) AS locked`,
  ),
);

const find = tenantStatement(
  "find_idempotency_key",
  `SELECT fingerprint, status, headers, body, error FROM idempotency_keys
   WHERE organization_id = $1 AND token_id = $2 AND method = $3 AND path = $4 AND key = $5
     AND created_at > now() - interval '24 hours'`,
);

const store = tenantStatement(
  "store_idempotency_key",
  `INSERT INTO idempotency_keys
     (organization_id, token_id, method, path, key, fingerprint, status, headers, body, error, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8::json, $9, $10::json, clock_timestamp())
   ON CONFLICT (organization_id, token_id, method, path, key) DO UPDATE
   SET fingerprint = EXCLUDED.fingerprint, status = EXCLUDED.status, headers = EXCLUDED.headers,
       body = EXCLUDED.body, error = EXCLUDED.error, created_at = EXCLUDED.created_at`,
);

/** Locks a key until the transaction ends; false if another transaction has it. */
export async function tryLockIdempotencyKey(tenant: Tenant, scope: IdempotencyScope): Promise<boolean> {
  const { tokenId, method, path, key } = scope;
  const row = await tenant.queryOne<{ locked: boolean }>(tryLock, tokenId, method, path, key);
  return row?.locked === true;
}

/** The outcome stored under a key within the last 24 hours. */
export function findIdempotencyKey(tenant: Tenant, scope: IdempotencyScope): Promise<StoredOutcome | undefined> {
  const { tokenId, method, path, key } = scope;
  return tenant.queryOne<StoredOutcome>(find, tokenId, method, path, key);
}

export async function storeIdempotencyKey(
  tenant: Tenant,
  scope: IdempotencyScope,
  outcome: StoredOutcome,
): Promise<void> {
  const { tokenId, method, path, key } = scope;
  const { fingerprint, status, headers, body, error } = outcome;
  await tenant.query(store, tokenId, method, path, key, fingerprint, status, headers, body, error);
}
