import {
  type BegunDeletion,
  beginDeletions,
  changeAndWake,
  type DeletionStart,
  type Fate,
  type GoingRow,
  type Guard,
  insertResource,
  type ManyRemoval,
  type ResourceRow,
  removeResource,
  removeResources,
  type Touched,
  updateResource,
  type Woken,
} from "@pragma/db/queries";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { Change, Removal, Transition } from "./states/transition.ts";
import { requestedEvent, traceEvent } from "./trace-event.ts";

/** The resource that a transition is written to, and the guard: it is unchanged since the decision. */
export interface Target {
  organizationId: string;
  key: string;
  guard: Guard;
}

/** A resource that must still be as it was read. */
export function asRead(organizationId: string, row: Pick<ResourceRow, "key" | "version">): Target {
  return { organizationId, key: row.key, guard: { version: row.version } };
}

/**
 * A resource that must still await the event that this worker holds. Its metadata may have changed.
 * @param options.unresolved no dependent may have resolved it before
 * @param options.version its metadata may not have changed either
 */
export function asHeld(
  held: { organizationId: string; key: string; eventId: string; leaseId: string },
  { unresolved, version }: { unresolved?: true; version?: string } = {},
): Target {
  const { organizationId, key, eventId: pendingEventId, leaseId } = held;
  return {
    organizationId,
    key,
    guard: {
      pendingEventId,
      state: "processing",
      leaseId,
      ...(unresolved && { unresolved }),
      ...(version && { version }),
    },
  };
}

/**
 * Writes a transition in one statement, and notifies others after the commit.
 * @throws ConcurrentChange if the guard does not hold: nothing was written, and the caller has to decide again
 */
export async function write(core: Core, target: Target, transition: Transition): Promise<void> {
  const startedAt = Date.now();
  const written = await carryOut(core, target, transition);
  if (!written) throw new ConcurrentChange();
  tell(core, target.organizationId, transition, written);
  trace(core, target, transition, startedAt);
}

/**
 * `write` for the result of an event, which may come too late, and for a worker that continues with what it woke: if
 * that is a single resource, nobody else is notified of it.
 * @returns undefined if the guard does not hold
 */
export async function writeResult(
  core: Core,
  target: Target,
  transition: Transition,
): Promise<{ woken: Woken | undefined } | undefined> {
  const written = await carryOut(core, target, transition);
  if (written) tell(core, target.organizationId, transition, written, written.woken);
  return written;
}

/**
 * `write` for callers that need the new row.
 * @param target the resource to create, if it does not exist yet
 * @returns undefined if the guard does not hold, or an effect is refused: `findRefusal` says which
 */
export async function writeRow(
  core: Core,
  target: Target | NewResource,
  change: Change,
): Promise<ResourceRow | undefined> {
  const startedAt = Date.now();
  const { organizationId } = target;
  const tenant = core.db.tenant(organizationId);
  const row =
    "guard" in target
      ? await updateResource(tenant, target.key, target.guard, change.patch, change.effects)
      : await insertResource(tenant, { ...target.identity, ...change.patch }, change.effects);
  if (!row) return undefined;
  tell(core, organizationId, change, row);
  trace(core, { organizationId, key: row.key }, change, startedAt);
  return row;
}

/** A resource that does not exist yet. */
export interface NewResource {
  organizationId: string;
  identity: Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "name">;
}

/**
 * `write` for many deletions that start at once.
 * @param starts at least one
 * @returns the columns of the last that the database set by its own clock and counters
 * @throws ConcurrentChange if one is not as it was read
 */
export async function writeDeletionStarts(
  core: Core,
  organizationId: string,
  starts: readonly { row: GoingRow; start: DeletionStart }[],
): Promise<BegunDeletion> {
  const startedAt = Date.now();
  const { count, last, touched } = await beginDeletions(
    core.db.tenant(organizationId),
    starts.map(({ row: { key, version }, start }) => ({ key, version, start })),
  );
  if (count < starts.length || last === null) throw new ConcurrentChange();
  core.wakeUp.changed();
  touchChanges(core, organizationId, touched);
  for (const { row, start } of starts) {
    traceEvent(core, { organizationId, key: row.key, event: start.effects.newEvent, startedAt });
  }
  return last;
}

/**
 * Writes the end of a deletion, together with others of its organization that end at the same time. It may wait for its
 * turn.
 * @returns what became of it. It is `blocked` only if nobody holds it; it is `changed` also if its row is being written
 *   at this moment, whether or not the guard then holds
 */
export async function writeRemoval(
  core: Core,
  { organizationId, key, guard }: Target,
  { effects }: Removal,
): Promise<Fate> {
  const removal: ManyRemoval = { key, guard, effects };
  const remove = async (removals: readonly ManyRemoval[]): Promise<Fate[]> => {
    const { fates, touched } = await removeResources(core.db.tenant(organizationId), removals);
    if (fates.includes("removed")) core.wakeUp.changed();
    touchChanges(core, organizationId, touched);
    return fates;
  };
  // A transaction shares nothing with others.
  const [fate] = core.db.inTransaction
    ? await remove([removal])
    : [await core.services.removals.add(organizationId, removal, remove)];
  return fate as Fate;
}

async function carryOut(
  core: Core,
  { organizationId, key, guard }: Target,
  { patch, effects }: Transition,
): Promise<({ woken: Woken | undefined } & Touched) | undefined> {
  const tenant = core.db.tenant(organizationId);
  if (patch !== null) return changeAndWake(tenant, key, guard, patch, effects);
  const removed = await removeResource(tenant, key, guard, effects);
  return removed && { woken: undefined, ...removed };
}

function trace(
  core: Core,
  { organizationId, key }: Pick<Target, "organizationId" | "key">,
  { effects }: Transition,
  startedAt: number,
): void {
  const event = requestedEvent(effects);
  if (event) traceEvent(core, { organizationId, key, event, startedAt });
}

/** Inside the transaction it would defeat group commit (`WakeUp`). A lost one costs a poll interval, never the work. */
function tell(
  core: Core,
  organizationId: string,
  transition: Transition,
  { changes_touched: touched = [] }: Touched,
  goesOnWith?: Woken,
): void {
  touchChanges(core, organizationId, touched);
  const { event, action } = transition.effects;
  if (event?.settled && !action) {
    core.db.afterCommit(() => core.services.changeProgress.ended(organizationId, event.id));
  }
  if (mayEnqueue(transition) && !goesOnWith) core.wakeUp.changed();
  else core.wakeUp.announced();
  if (transition.patch !== null && transition.aborts !== undefined) core.wakeUp.cancelled(transition.aborts);
}

/** Their actions have moved: they may be over. */
export function touchChanges(core: Core, organizationId: string, changes: readonly string[]): void {
  if (changes.length === 0) return;
  core.db.afterCommit(() => {
    for (const id of changes) core.services.changeProgress.touch(organizationId, id);
  });
}

/** Whether the write may enqueue a reconcile request. A handler that has ended makes room for the next. */
function mayEnqueue({ patch, effects }: Transition): boolean {
  if (patch === null || effects.endLease !== undefined) return true;
  const { reconcileAt, reconcileIfStale, wakeDeletions, wakeDependents, spread, join } = effects;
  return [reconcileAt, reconcileIfStale, wakeDeletions, wakeDependents, spread, join].some(Boolean);
}
