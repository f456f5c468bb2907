import { type BegunDeletion, type GoingRow, isDeletionBlocked, type ResourcePatch } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { newId } from "../../foundation/common/new-id.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import {
  type AuditedBy,
  asRead,
  isBeingDeleted,
  remove,
  startDeletion,
  write,
  writeDeletionStarts,
} from "../lifecycle/index.ts";
import { auditedBy, auditRecord } from "../lifecycle/states/actor.ts";

const ACTION = "resource.delete";

/** Deletions started per statement: few enough that others get their turn on the database and in this process. */
const BATCH = 100;

/** A deletion that has begun: what changed in the row. */
export type Begun = ResourcePatch & BegunDeletion;

/**
 * Removes rows that no provider ever saw, unless they have to wait their turn; queues the deletion of the others.
 * @param rows locked, in the order of the graph: each comes after those that it waits for
 * @param onBegun receives the event of each deletion that waits for its provider, and null for a row that was removed
 * @returns how the last of them began; null if it is gone, or was being deleted before
 * @throws ConcurrentChange if one is not as it was read
 */
export async function startDeletions(
  core: Core,
  context: RequestContext,
  rows: Iterable<GoingRow>,
  onBegun: (key: string, eventId: string | null) => void = () => {},
): Promise<Begun | null> {
  let last: Begun | null = null;
  let batch: GoingRow[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) last = await queueDeletions(core, context, batch, onBegun);
    batch = [];
  };
  for (const row of rows) {
    if (!row.was_handed_over && !isBeingDeleted(row)) {
      // Whether it has to wait is known only once the rows before it are being deleted.
      await flush();
      if (!(await isDeletionBlocked(core.db.tenant(context.organizationId), row.key))) {
        await removeUnseen(core, context, row);
        onBegun(row.key, null);
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

async function queueDeletions(
  core: Core,
  context: RequestContext,
  rows: readonly GoingRow[],
  onBegun: (key: string, eventId: string) => void,
): Promise<Begun | null> {
  const by = deletedBy(context);
  const starts = rows.map((row) => ({ row, start: startDeletion(row, { by: by(row), newEventId: newId() }) }));
  const changed = await writeDeletionStarts(core, context.organizationId, starts);
  for (const { row, start } of starts) onBegun(row.key, start.effects.newEvent.id);
  const last = starts.at(-1);
  return last ? { ...last.start.patch, ...changed } : null;
}

async function removeUnseen(core: Core, context: RequestContext, row: GoingRow): Promise<void> {
  await write(core, asRead(context.organizationId, row), remove(row, deletedBy(context)(row)));
}

/** The deleting caller, with the audit row of each resource: what they share is put together once. */
function deletedBy(context: RequestContext): (row: GoingRow) => AuditedBy {
  const shared = auditedBy(context, auditRecord(context, ACTION, ""));
  return ({ id }) => ({ ...shared, audit: { ...shared.audit, target: id } });
}
