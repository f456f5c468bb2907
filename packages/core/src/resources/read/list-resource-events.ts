import type { HistoryChange, HistoryEvent, LifecycleState } from "@pragma/contract";
import { findPresented, type IdRange, listHistory } from "@pragma/db/queries";
import type { Change } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { BATCH_BYTES, type BatchRoom } from "../../foundation/common/list-bounds.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentChanges } from "../present/present-changes.ts";

export interface HistoryBatch {
  events: HistoryEvent[];
  /** Id before which the next batch starts; undefined after the last. */
  next: string | undefined;
}

/**
 * One batch of a resource's history, newest first: at most `limit` entries, or fewer if they exceed `bytes`, 1 MiB by
 * default.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export async function listResourceEvents(
  core: Core,
  context: RequestContext,
  id: string,
  { limit, bytes = BATCH_BYTES, ...range }: IdRange & BatchRoom,
): Promise<HistoryBatch> {
  const { organizationId } = context;
  const { rows, more } = await core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const resource = await findPresented(tenant, id);
    if (!resource) throw notFound("Resource");
    return listHistory(tenant, resource.key, range, { limit, bytes });
  });
  return {
    events: rows.map((row) => ({
      id: row.id,
      timestamp: row.timestamp,
      event_type: row.event_type,
      from_state: row.from_state as LifecycleState | null,
      to_state: row.to_state as LifecycleState | null,
      generation: row.generation,
      changes: presentChanges(JSON.parse(row.changes) as (Change & Pick<HistoryChange, "from">)[]),
      error: row.error,
      actor: JSON.parse(row.actor),
      correlation_id: row.correlation_id,
      event_id: row.event_id,
      change_id: row.change_id,
    })),
    next: more ? rows.at(-1)?.id : undefined,
  };
}
