import type { HistoryEvent, LifecycleState } from "@pragma/contract";
import { findPresented, listHistory } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { notFound } from "../errors.ts";
import type { Change } from "../json/index.ts";
import { presentChanges } from "./present-changes.ts";

export interface HistoryBatch {
  events: HistoryEvent[];
  /** Id before which the next batch starts; undefined after the last. */
  next: string | undefined;
}

/**
 * One batch of a resource's history, newest first.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export async function listResourceEvents(
  core: Core,
  context: RequestContext,
  id: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<HistoryBatch> {
  const tenant = core.db.tenant(context.organizationId);
  const resource = await findPresented(tenant, id);
  if (!resource) throw notFound("Resource");
  const rows = await listHistory(tenant, resource.key, before, limit + 1);
  const page = rows.slice(0, limit);
  return {
    events: page.map((row) => ({
      id: row.id,
      timestamp: row.timestamp,
      event_type: row.event_type,
      from_state: row.from_state as LifecycleState | null,
      to_state: row.to_state as LifecycleState | null,
      generation: row.generation,
      changes: presentChanges(JSON.parse(row.changes) as Change[]),
      error: row.error,
      actor: JSON.parse(row.actor),
      correlation_id: row.correlation_id,
      event_id: row.event_id,
    })),
    next: rows.length > limit ? page.at(-1)?.id : undefined,
  };
}
