import { findResource, type GoingRow, lockGraph, type ResourceRow, readResources } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { asRead, isBeingDeleted, remove, write } from "../lifecycle/index.ts";
import { auditedBy, auditRecord } from "../lifecycle/states/actor.ts";
import { checkPreconditions, type Preconditions } from "../present/etag.ts";
import { checkDeletion } from "./check-deletion.ts";
import { lockDeletionSet } from "./deletion-set.ts";
import { detachDependents } from "./detach-dependents.ts";
import { startDeletions } from "./start-deletions.ts";

export interface DeleteOptions extends Pick<Preconditions, "ifMatch"> {
  /** The fate of its dependents: refuse (default), delete them first, or detach them. */
  dependents?: "cascade" | "detach" | undefined;
  /** Forget it and everything deleted with it, without calling the provider. */
  orphan?: boolean;
}

/**
 * Deletes a resource: section 4 of the contract. Checks everything before it changes anything.
 * @param id internal or friendly id
 * @returns the resource as it is being deleted, or null if it is gone (or never existed)
 * @throws DomainError deletion_protected, has_dependents, not_deletable, precondition_failed
 */
export function deleteResource(
  core: Core,
  context: RequestContext,
  id: string,
  options: DeleteOptions = {},
): Promise<ResourceRow | null> {
  return unitOfWork(core, (unit) => deleteLocked(unit, context, id, options));
}

/** `deleteResource` inside the transaction of the caller, who repeats it after a `ConcurrentChange`. */
export async function deleteLocked(
  core: Core,
  context: RequestContext,
  id: string,
  options: DeleteOptions,
): Promise<ResourceRow | null> {
  const tenant = core.db.tenant(context.organizationId);
  await lockGraph(tenant);
  const found = await findResource(tenant, id);
  if (!found) {
    checkPreconditions(undefined, { ifMatch: options.ifMatch });
    return null;
  }
  const cascade = options.dependents === "cascade";
  const set = await lockDeletionSet(tenant, [found.key], { cascade, whole: [found.key] });
  const target = set.whole.get(found.key);
  if (!target) throw new ConcurrentChange();
  checkPreconditions(target, { ifMatch: options.ifMatch });
  const orphan = options.orphan === true;
  if (isBeingDeleted(target) && !orphan) return target;
  await checkDeletion(tenant, set, {
    of: target.id,
    resource: target,
    detach: options.dependents === "detach",
    orphan,
  });

  const members = [...set.members.values()];
  if (options.dependents === "detach" && set.outsiders.length > 0) {
    const going = await readResources(tenant, [...set.members.keys()]);
    await detachDependents(core, context, going, set.outsiders);
  }
  if (orphan) {
    for (const member of members) await forget(core, context, member);
    return null;
  }
  // The target is the last member.
  const begun = await startDeletions(core, context, members);
  return begun && { ...target, ...begun };
}

/** Does not ask its provider. */
async function forget(core: Core, context: RequestContext, row: GoingRow): Promise<void> {
  const by = auditedBy(context, auditRecord(context, "resource.orphan", row.id));
  await write(core, asRead(context.organizationId, row), remove(row, by));
}
