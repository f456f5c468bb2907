import type { Database } from "../../database.ts";
import { systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** A question to a live provider. */
export interface ProviderCallRow {
  id: string;
  organization_id: string;
  /** Null if it is about things without a resource: then `subject` says which. */
  resource_key: string | null;
  /** JSON. */
  subject: string | null;
  method: string;
  arguments: string;
  /** Milliseconds until nobody waits for the answer any more. */
  remaining_ms: number;
}

export interface ProviderCallChunkRow {
  sequence: number;
  kind: "data" | "end" | "error";
  body: string;
}

/** The job of a question; without a traceparent it has no such field. */
const job = (id: string, traceparent: string): string =>
  `json_strip_nulls(json_build_object('callId', ${id}, 'traceparent', ${traceparent}::text))`;

/**
 * Nobody reads a question after a crash: whoever waited for its answer has lost the connection, too. So nobody waits for a disk on the way
 * to one.
 */
const hurry = "hurry AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS done)";

const ask = tenantStatement(
  "ask_provider",
  `WITH ${hurry}, asked AS (
     INSERT INTO provider_calls (id, organization_id, resource_key, subject, method, arguments, expires_at)
     SELECT $2, $1, $3, $8::json, $4, $5::jsonb, now() + $6::int * interval '1 millisecond' FROM hurry
     WHERE hurry.done IS NOT NULL RETURNING id
   )
   SELECT enqueue_job('provider-call', ${job("id", "$7")}) FROM asked`,
);

const end = tenantStatement(
  "end_provider_call",
  `WITH ${hurry} DELETE FROM provider_calls USING hurry WHERE organization_id = $1 AND id = $2 AND hurry.done IS NOT NULL
   RETURNING claimed_at IS NOT NULL AS claimed`,
);

const chunks = tenantStatement(
  "read_provider_call_chunks",
  `SELECT c.sequence, c.kind, c.body FROM provider_call_chunks c JOIN provider_calls p ON p.id = c.call_id
   WHERE p.organization_id = $1 AND c.call_id = $2 AND c.sequence >= $3 ORDER BY c.sequence`,
);

// A job that runs twice must not answer twice: a claimed but unfinished question ends by its time limit.
const claim = systemStatement(
  "claim_provider_call",
  `WITH ${hurry} UPDATE provider_calls SET claimed_at = now() FROM hurry
   WHERE id = $1 AND claimed_at IS NULL AND expires_at > now() AND hurry.done IS NOT NULL
   RETURNING id, organization_id, resource_key, subject::text, method, arguments,
     (extract(epoch FROM expires_at - now()) * 1000)::int AS remaining_ms`,
);

// The lock delays the asker's DELETE until the chunk exists: otherwise the reference could fail.
const answer = systemStatement(
  "answer_provider_call",
  `WITH ${hurry} INSERT INTO provider_call_chunks (call_id, sequence, kind, body)
   SELECT id, $2, $3, $4::jsonb FROM (SELECT id FROM provider_calls WHERE id = $1 FOR KEY SHARE) AS call, hurry
   WHERE hurry.done IS NOT NULL ON CONFLICT DO NOTHING RETURNING 1`,
);

/** After this time others may take a question that was left to a worker: by then it has heard of it, and looks first. */
export const LEFT_TO_OTHERS_MS = 100;

// Back to how it was before it was claimed, for a worker that runs its provider, if one lives. Workers of an earlier
// release run what they ship and everything that was pushed.
const passOn = systemStatement(
  "pass_on_provider_call",
  `WITH other AS (
     SELECT w.id FROM workers w WHERE w.heartbeat_at > now() - $3::int * interval '1 second'
       AND (w.queues IS NULL OR 'questions' = ANY(w.queues))
       AND (w.queues IS NULL OR w.shipped_types && $2::text[] OR w.pushed_providers && $2::text[]) ORDER BY random() LIMIT 1
   ), freed AS (
     UPDATE provider_calls c SET claimed_at = NULL FROM other WHERE c.id = $1 RETURNING c.id, other.id AS worker
   )
   SELECT worker, enqueue_job('provider-call', ${job("id", "$4")},
     now() + ${LEFT_TO_OTHERS_MS} * interval '1 millisecond') FROM freed`,
);

const isWanted = systemStatement(
  "is_provider_call_wanted",
  "SELECT 1 AS wanted FROM provider_calls WHERE id = $1 AND expires_at > now()",
);

export async function insertProviderCall(
  tenant: Tenant,
  call: {
    id: string;
    /** The resource that it is about, or JSON of the subject. */
    about: { resourceKey: string } | { subject: string };
    method: string;
    arguments: string;
    timeoutMs: number;
    /** The trace that it is part of; null if there is none. */
    traceparent: string | null;
  },
): Promise<void> {
  const { id, about, method, timeoutMs, traceparent } = call;
  const [key, subject] = "subject" in about ? [null, about.subject] : [about.resourceKey, null];
  await tenant.query(ask, id, key, method, call.arguments, timeoutMs, traceparent, subject);
}

/** Deletes question and answer, since nobody waits any more. @returns whether a worker has claimed it */
export async function endProviderCall(tenant: Tenant, id: string): Promise<boolean> {
  const row = await tenant.queryOne<{ claimed: boolean }>(end, id);
  return row?.claimed === true;
}

/** The chunks from `sequence` on. */
export function readProviderCallChunks(tenant: Tenant, id: string, sequence: number): Promise<ProviderCallChunkRow[]> {
  return tenant.query<ProviderCallChunkRow>(chunks, id, sequence);
}

/** Claims a question, if somebody still waits and no worker has it. */
export async function claimProviderCall(db: Database, id: string): Promise<ProviderCallRow | undefined> {
  const [row] = await db.query<ProviderCallRow>(claim, [id]);
  return row;
}

/**
 * Leaves a question that was claimed to another worker.
 * @param runs what a worker that runs its provider says of itself: one of its types, or of the pushed providers it runs
 * @param silenceSeconds a worker that has been silent for longer is not alive
 * @param traceparent of its job
 * @returns the worker, to be told; undefined if no such worker lives, or nobody waits any more: then it is still claimed
 */
export async function passOnProviderCall(
  db: Database,
  id: string,
  runs: readonly string[],
  silenceSeconds: number,
  traceparent: string | null,
): Promise<string | undefined> {
  const [freed] = await db.query<{ worker: string }>(passOn, [id, runs, silenceSeconds, traceparent]);
  return freed?.worker;
}

/** Adds a chunk to the answer. @returns false if nobody waits any more */
export async function insertProviderCallChunk(
  db: Database,
  id: string,
  sequence: number,
  kind: ProviderCallChunkRow["kind"],
  body: string,
): Promise<boolean> {
  return (await db.query(answer, [id, sequence, kind, body])).length > 0;
}

/** Whether somebody still waits. */
export async function isProviderCallWanted(db: Database, id: string): Promise<boolean> {
  return (await db.query(isWanted, [id])).length > 0;
}
