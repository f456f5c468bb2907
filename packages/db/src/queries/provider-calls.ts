import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

/** A question to a live provider. */
export interface ProviderCallRow {
  id: string;
  organization_id: string;
  resource_key: string;
  method: string;
  arguments: string;
  /** Milliseconds left until nobody waits for the answer. */
  remaining_ms: number;
}

export interface ProviderCallChunkRow {
  sequence: number;
  kind: "data" | "end" | "error";
  body: string;
}

const ask = tenantStatement(
  "ask_provider",
  `WITH asked AS (
     INSERT INTO provider_calls (id, organization_id, resource_key, method, arguments, expires_at)
     VALUES ($2, $1, $3, $4, $5::jsonb, now() + $6::int * interval '1 millisecond') RETURNING id
   )
   SELECT enqueue_job('provider-call', json_build_object('callId', id)) FROM asked`,
);

const cancel = tenantStatement(
  "cancel_provider_call",
  "UPDATE provider_calls SET cancelled_at = now() WHERE organization_id = $1 AND id = $2",
);

const chunks = tenantStatement(
  "read_provider_call_chunks",
  `SELECT c.sequence, c.kind, c.body FROM provider_call_chunks c JOIN provider_calls p ON p.id = c.call_id
   WHERE p.organization_id = $1 AND c.call_id = $2 AND c.sequence >= $3 ORDER BY c.sequence`,
);

const find = systemStatement(
  "find_provider_call",
  `SELECT id, organization_id, resource_key, method, arguments,
     (extract(epoch FROM expires_at - now()) * 1000)::int AS remaining_ms
   FROM provider_calls WHERE id = $1 AND cancelled_at IS NULL AND expires_at > now()`,
);

const answer = systemStatement(
  "answer_provider_call",
  `INSERT INTO provider_call_chunks (call_id, sequence, kind, body)
   SELECT id, $2, $3, $4::jsonb FROM provider_calls WHERE id = $1 ON CONFLICT DO NOTHING`,
);

const isWanted = systemStatement(
  "is_provider_call_wanted",
  "SELECT 1 AS wanted FROM provider_calls WHERE id = $1 AND cancelled_at IS NULL AND expires_at > now()",
);

const prune = systemStatement(
  "prune_provider_calls",
  "DELETE FROM provider_calls WHERE expires_at < now() - interval '1 minute'",
);

export async function insertProviderCall(
  tenant: Tenant,
  call: { id: string; resourceKey: string; method: string; arguments: string; timeoutMs: number },
): Promise<void> {
  await tenant.query(ask, call.id, call.resourceKey, call.method, call.arguments, call.timeoutMs);
}

/** Nobody waits for the answer any more. */
export async function cancelProviderCall(tenant: Tenant, id: string): Promise<void> {
  await tenant.query(cancel, id);
}

/** What has been answered from `sequence` on. */
export function readProviderCallChunks(tenant: Tenant, id: string, sequence: number): Promise<ProviderCallChunkRow[]> {
  return tenant.query<ProviderCallChunkRow>(chunks, id, sequence);
}

/** The question, if somebody still waits. */
export async function findProviderCall(db: Database, id: string): Promise<ProviderCallRow | undefined> {
  const [row] = await db.query<ProviderCallRow>(find, [id]);
  return row;
}

export async function insertProviderCallChunk(
  db: Database,
  id: string,
  sequence: number,
  kind: ProviderCallChunkRow["kind"],
  body: string,
): Promise<void> {
  await db.query(answer, [id, sequence, kind, body]);
}

export async function isProviderCallWanted(db: Database, id: string): Promise<boolean> {
  return (await db.query(isWanted, [id])).length > 0;
}

export async function pruneProviderCalls(db: Database): Promise<void> {
  await db.query(prune, []);
}
