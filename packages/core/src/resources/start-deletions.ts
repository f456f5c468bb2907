import {
  type BegunDeletion,
  beginDeletions,
  isDeletionBlocked,
  type ResourceRow,
  removeResource,
} from "@pragma/db/queries";
import { v7 as uuidv7 } from "uuid";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { auditRecord } from "./actor.ts";
import { isBeingDeleted } from "./is-being-deleted.ts";
import { ConcurrentChange } from "./retry-on-conflict.ts";

const ACTION = "resource.delete";

/** So many are started by one statement: few enough that others get their turn on the database and in this process. */
const BATCH = 100;

/**
 * Removes the rows of what no provider ever saw, unless they have to wait their turn; queues the deletion of the others.
 * @param rows locked, in the order of the graph: what waits for others comes after them
 * @returns the last of them as it is now, or null if it is gone
 * @throws ConcurrentChange if one is not as it was read
 */
export async function startDeletions(
  core: Core,
  context: RequestContext,
  rows: Iterable<ResourceRow>,
): Promise<ResourceRow | null> {
  let last: ResourceRow | null = null;
  let batch: ResourceRow[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) last = await queueDeletions(core, context, batch);
    batch = [];
  };
  for (const row of rows) {
    if (row.handed_config === null && !isBeingDeleted(row)) {
      // Whether it has to wait shows once those before it are being deleted.
      await flush();
      if (!(await isDeletionBlocked(core.db.tenant(context.organizationId), row.key))) {
        last = await removeUnseen(core, context, row);
        continue;
      }
    }
    if (isBeingDeleted(row)) {
      await flush();
      last = row;
      continue;
    }
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return last;
}

async function queueDeletions(
  core: Core,
  context: RequestContext,
  rows: readonly ResourceRow[],
): Promise<ResourceRow | null> {
  const deletions = rows.map(({ key, version }) => ({ key, version, eventId: uuidv7() }));
  const begun = await beginDeletions(core.db.tenant(context.organizationId), deletions, {
    actor: JSON.stringify(context.actor),
    correlationId: context.correlationId,
    action: ACTION,
  });
  if (begun.length < rows.length) throw new ConcurrentChange();
  const last = rows.at(-1);
  const changed = begun.find(({ key }) => key === last?.key);
  return last && changed ? asBegun(last, changed, deletions.at(-1)?.eventId ?? null) : null;
}

function asBegun(row: ResourceRow, changed: BegunDeletion, eventId: string | null): ResourceRow {
  const { key: _, version, updated_at, deleting_since, state_changed_at, ready_changed_at, ending_event_id } = changed;
  return {
    ...row,
    ...{ lifecycle_state: "pending", error: null, error_facts: null, stale_since: null, pending_event_id: eventId },
    ...{ version, updated_at, deleting_since, state_changed_at, ready_changed_at, ending_event_id },
  };
}

async function removeUnseen(core: Core, context: RequestContext, row: ResourceRow): Promise<null> {
  const entry = {
    eventType: "DELETE",
    fromState: row.lifecycle_state,
    toState: null,
    generation: row.generation,
    actor: JSON.stringify(context.actor),
    correlationId: context.correlationId,
    eventId: null,
  };
  const removed = await removeResource(
    core.db.tenant(context.organizationId),
    row.key,
    { version: row.version },
    {
      history: [entry],
      audit: auditRecord(context, ACTION, row.id),
      ...(row.pending_event_id === null ? {} : { event: { id: row.pending_event_id, settled: true } }),
    },
  );
  if (!removed) throw new ConcurrentChange();
  return null;
}
