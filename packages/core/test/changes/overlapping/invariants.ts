import type { Run, Statuses } from "./run.ts";

/** A sentence about what is not as the contract says. */
class Violation extends Error {}

export function violated(text: string): never {
  throw new Violation(text);
}

/** An event is awaited by its resource, and what is in flight awaits an event, at every moment. */
export async function checkEvents({ world, org }: Run): Promise<void> {
  const { rows } = await world.pool.query<{ fault: string }>(
    `SELECT 'nobody awaits an event of ' || e.resource_key AS fault
     FROM events e LEFT JOIN resources r ON r.organization_id = e.organization_id AND r.key = e.resource_key
     WHERE e.organization_id = $1 AND e.settled_at IS NULL
       AND (r.pending_event_id IS DISTINCT FROM e.id OR r.lifecycle_state NOT IN ('pending', 'processing'))
     UNION ALL
     SELECT r.key || ' is ' || r.lifecycle_state || ' without an event'
     FROM resources r LEFT JOIN events e ON e.organization_id = $1 AND e.id = r.pending_event_id
     WHERE r.organization_id = $1 AND r.lifecycle_state IN ('pending', 'processing') AND (e.id IS NULL OR e.settled_at IS NOT NULL)
     UNION ALL
     SELECT a.key || ' is open without a change being applied' FROM change_actions a JOIN changes c ON c.id = a.change_id
     WHERE a.organization_id = $1 AND a.state = 'open' AND c.status NOT IN ('applying', 'failed')`,
    [org.id],
  );
  if (rows.length > 0) violated(rows.map(({ fault }) => fault).join("; "));
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  planned: ["planned", "applying", "succeeded", "failed", "stale", "discarded", "expired"],
  applying: ["applying", "succeeded", "failed"],
  succeeded: ["succeeded"],
  failed: ["failed", "applying", "succeeded"],
  stale: ["stale"],
  discarded: ["discarded"],
};

/** Reads how all changes stand: none goes back, and one that failed is reopened by a retry alone. */
export async function checkStatuses({ world, org, ledger, statuses, plans }: Run): Promise<Statuses> {
  const { rows } = await world.pool.query<{ id: string; status: string; message: string | null; is_ended: boolean }>(
    "SELECT id, status, message, ended_at IS NOT NULL AS is_ended FROM changes WHERE organization_id = $1 ORDER BY id",
    [org.id],
  );
  for (const { id, status, message, is_ended } of rows) {
    const before = statuses.get(id) ?? "planned";
    if (!NEXT[before]?.includes(status)) violated(`${message} was ${before}, and is ${status}`);
    const last = ledger.operations.at(-1)?.name ?? "";
    if (before === "failed" && status !== "failed" && !last.startsWith("retry"))
      violated(`${message} had failed, and is ${status} after "${last}"`);
    if (["applying", "succeeded", "failed"].includes(status) && !ledger.applied.has(id)) {
      ledger.applied.set(id, {
        id,
        name: message ?? id,
        request: plans.get(message ?? ""),
        at: ledger.now,
        endedAt: null,
      });
    }
    const applied = ledger.applied.get(id);
    if (applied && is_ended) applied.endedAt ??= ledger.now;
  }
  return new Map(rows.map(({ id, status }) => [id, status]));
}
