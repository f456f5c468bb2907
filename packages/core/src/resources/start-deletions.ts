import {
  type BegunDeletion,
  beginDeletions,
  type GoingRow,
  isDeletionBlocked,
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

/** A deletion that has begun: what changed in the row, and the event that it waits with. */
export type Begun = BegunDeletion & { eventId: string };

/**
 * Removes the rows of what no provider ever saw, unless they have to wait their turn; queues the deletion of the others.
 * @param rows locked, in the order of the graph: what waits for others comes after them
 * @returns how the last of them began; null if it is gone, or was being deleted before
 * @throws ConcurrentChange if one is not as it was read
 */
export async function startDeletions(
  core: Core,
  context: RequestContext,
  rows: Iterable<GoingRow>,
): Promise<Begun | null> {
  let last: Begun | null = null;
  let batch: GoingRow[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) last = await queueDeletions(core, context, batch);
    batch = [];
  };
  for (const row of rows) {
    if (!row.was_handed_over && !isBeingDeleted(row)) {
      // Whether it has to wait shows once those before it are being deleted.
      await flush();
      if (!(await isDeletionBlocked(core.db.tenant(context.organizationId), row.key))) {
        await removeUnseen(core, context, row);
        last = null;
        continue;
      }
    }
    if (isBeingDeleted(row)) {
      await flush();
      last = null;
      continue;
    }
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return last;
}

async function queueDeletions(core: Core, context: RequestContext, rows: readonly GoingRow[]): Promise<Begun | null> {
  const deletions = rows.map(({ key, version }) => ({ key, version, eventId: uuidv7() }));
  const begun = await beginDeletions(core.db.tenant(context.organizationId), deletions, {
    actor: JSON.stringify(context.actor),
    correlationId: context.correlationId,
    action: ACTION,
  });
  if (begun.length < rows.length) throw new ConcurrentChange();
  const last = deletions.at(-1);
  const changed = begun.find(({ key }) => key === last?.key);
  return last && changed ? { ...changed, eventId: last.eventId } : null;
}

async function removeUnseen(core: Core, context: RequestContext, row: GoingRow): Promise<void> {
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
}
