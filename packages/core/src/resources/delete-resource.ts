import { isProcessing } from "@pragma/contract";
import {
  findDeletionBlockers,
  findResource,
  lockGraph,
  type ResourceRow,
  removeResource,
  updateResource,
} from "@pragma/db/queries";
import { v7 as uuidv7 } from "uuid";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";
import type { KnownType } from "../types/index.ts";
import { auditRecord } from "./actor.ts";
import { type DeletionSet, findDeletionSet } from "./deletion-set.ts";
import { detachDependents } from "./detach-dependents.ts";
import { checkPreconditions, type Preconditions } from "./etag.ts";
import { isBeingDeleted } from "./is-being-deleted.ts";
import { ConcurrentChange, retryOnConflict } from "./retry-on-conflict.ts";

export interface DeleteOptions extends Pick<Preconditions, "ifMatch"> {
  /** What happens to those that depend on it: refuse (default), delete them first, or detach them from it. */
  dependents?: "cascade" | "detach" | undefined;
  /** Forget it, and what goes with it, without calling the provider. */
  orphan?: boolean;
}

/**
 * Deletes a resource: section 4 of the contract. Everything is checked before anything happens.
 * @param id internal or friendly id
 * @returns the resource as it is being deleted, or null if it is gone (or never was)
 * @throws DomainError deletion_protected, has_dependents, not_deletable, precondition_failed
 */
export function deleteResource(
  core: Core,
  context: RequestContext,
  id: string,
  options: DeleteOptions = {},
): Promise<ResourceRow | null> {
  return retryOnConflict(async () => {
    // Before the transaction: inside, waiting for a second connection could have all of them wait for each other.
    const types = await core.types.all(context.organizationId);
    return core.db.transaction(async (db) => {
      const result = await deleteLocked({ ...core, db }, context, id, options, types);
      db.afterCommit(() => core.wakeUp.changed());
      return result;
    });
  });
}

async function deleteLocked(
  core: Core,
  context: RequestContext,
  id: string,
  options: DeleteOptions,
  types: ReadonlyMap<string, KnownType>,
): Promise<ResourceRow | null> {
  const tenant = core.db.tenant(context.organizationId);
  await lockGraph(tenant);
  const found = await findResource(tenant, id);
  if (!found) {
    checkPreconditions(undefined, { ifMatch: options.ifMatch });
    return null;
  }
  const set = await findDeletionSet(tenant, found, options.dependents === "cascade");
  const target = set.members.get(found.key);
  if (!target) throw new ConcurrentChange();
  checkPreconditions(target, { ifMatch: options.ifMatch });
  if (isBeingDeleted(target) && options.orphan !== true) return target;
  checkSet(target, set, options);

  const members = [...set.members.values()];
  if (options.dependents === "detach") await detachDependents(core, context, members, set.outsiders, types);
  if (options.orphan === true) {
    for (const member of members) await forget(core, context, member);
    return null;
  }
  let result: ResourceRow | null = null;
  // In the order of the graph: those that wait for others find them being deleted already. The target is the last.
  for (const member of members) result = await startDeletion(core, context, member);
  return result;
}

/** Nothing in the set may be protected, needed from outside it, or in the hands of a provider. */
function checkSet(target: ResourceRow, { members, outsiders }: DeletionSet, options: DeleteOptions): void {
  const rows = [...members.values()];
  const guarded = rows.filter((row) => row.deletion_protected);
  if (guarded.length > 0) {
    throw new DomainError(
      "deletion_protected",
      `${list(guarded)} ${guarded.length === 1 ? "is" : "are"} protected from deletion`,
      { resource_id: target.id, protected: guarded.map((row) => row.id) },
    );
  }
  const needed = options.dependents === "detach" ? [] : outsiders;
  if (needed.length > 0) {
    throw new DomainError(
      "has_dependents",
      `${target.id} cannot go: ${list(needed)} ${needed.length === 1 ? "depends" : "depend"} on it`,
      {
        resource_id: target.id,
        dependents: needed.map((row) => row.id),
      },
    );
  }
  const busy = rows.find(
    (row) => isProcessing(row.lifecycle_state) && !(row.deleting_since !== null && row.key !== target.key),
  );
  if (busy) {
    throw new DomainError("not_deletable", `${busy.id} is processing: wait until it is settled, or cancel it`, {
      resource_id: busy.id,
      current_state: busy.lifecycle_state,
    });
  }
}

function list(rows: readonly ResourceRow[]): string {
  const shown = rows.slice(0, 10).map((row) => row.id);
  return rows.length > 10 ? `${shown.join(", ")} and ${rows.length - 10} more` : shown.join(", ");
}

/** Removes the row of what no provider ever saw, unless it has to wait its turn; otherwise queues its deletion. */
async function startDeletion(core: Core, context: RequestContext, row: ResourceRow): Promise<ResourceRow | null> {
  const tenant = core.db.tenant(context.organizationId);
  if (isBeingDeleted(row)) return row;
  const actor = JSON.stringify(context.actor);
  const common = {
    eventType: "DELETE",
    fromState: row.lifecycle_state,
    generation: row.generation,
    actor,
    correlationId: context.correlationId,
  };
  const audit = auditRecord(context, "resource.delete", row.id);
  const superseded = row.pending_event_id === null ? {} : { event: { id: row.pending_event_id, settled: true } };
  if (row.handed_config === null && (await findDeletionBlockers(tenant, row.key)).length === 0) {
    const removed = await removeResource(
      tenant,
      row.key,
      { version: row.version },
      {
        history: [{ ...common, toState: null, eventId: null }],
        audit,
        ...superseded,
      },
    );
    if (!removed) throw new ConcurrentChange();
    return null;
  }
  const eventId = uuidv7();
  const saved = await updateResource(
    tenant,
    row.key,
    { version: row.version },
    {
      lifecycle_state: "pending",
      error: null,
      error_facts: null,
      pending_event_id: eventId,
      deleting_since: row.deleting_since ?? new Date().toISOString(),
      stale_since: null,
    },
    {
      history: [{ ...common, toState: "pending", eventId }],
      audit,
      newEvent: {
        id: eventId,
        eventType: "DELETE",
        generation: row.generation,
        previousConfig: row.applied_config,
        correlationId: context.correlationId,
        actor,
      },
      reconcileAt: "now",
      ...superseded,
    },
  );
  if (!saved) throw new ConcurrentChange();
  return saved;
}

async function forget(core: Core, context: RequestContext, row: ResourceRow): Promise<void> {
  const tenant = core.db.tenant(context.organizationId);
  const removed = await removeResource(
    tenant,
    row.key,
    { version: row.version },
    {
      history: [
        {
          eventType: "DELETE",
          fromState: row.lifecycle_state,
          toState: null,
          generation: row.generation,
          actor: JSON.stringify(context.actor),
          correlationId: context.correlationId,
          eventId: null,
        },
      ],
      audit: auditRecord(context, "resource.orphan", row.id),
      ...(row.pending_event_id === null ? {} : { event: { id: row.pending_event_id, settled: true } }),
    },
  );
  if (!removed) throw new ConcurrentChange();
}
