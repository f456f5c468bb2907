import type { ProviderDeletion } from "@pragma/contract";
import {
  beginProviderDeletion,
  findBuilds,
  findDeployment,
  findResourcesLeft,
  findResourcesOf,
  lockGraph,
  lockProvider,
  lockTypes,
  markOwnTypesLeaving,
} from "@pragma/db/queries";
import { recordAudit } from "../foundation/audit/index.ts";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError } from "../foundation/common/errors.ts";
import { ConcurrentChange } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../foundation/unit-of-work/unit-of-work.ts";
import { requireScope } from "../identity/access/index.ts";
import { checkDeletion } from "../resources/delete/check-deletion.ts";
import { lockDeletionSet } from "../resources/delete/deletion-set.ts";
import { startDeletions } from "../resources/delete/start-deletions.ts";
import { isBeingDeleted } from "../resources/lifecycle/index.ts";
import { removeProvider } from "./remove-provider.ts";
import { hasShippedProvider } from "./shipped.ts";

/** The facts of an error are for programs, but are bounded too. */
const MAX_LISTED = 1000;
const SHOWN = 5;

export interface DeleteProviderOptions {
  /** Its resources are deleted first, in order, by the provider, which is removed with the last of them. */
  cascade?: boolean;
}

/**
 * Deletes what an organization pushed of a provider: deployment, builds and types. A provider shipped under that name
 * then serves again. Checks everything before it changes anything, and may be repeated safely.
 *
 * @returns `deployment_deleted` is true if nothing is left of it, even if there never was anything
 * @throws DomainError provider_in_use, listing its resources; with `cascade`: missing_scope without `resources:write`,
 *   deletion_protected, has_dependents for those of other providers, not_deletable; conflict if it is only shipped
 */
export async function deleteProvider(
  core: Core,
  context: RequestContext,
  provider: string,
  { cascade = false }: DeleteProviderOptions = {},
): Promise<ProviderDeletion> {
  if (cascade) requireScope(context, "resources:write");
  // Not as the transaction's first statement: that would count the transaction's connection, held while it waits for
  // locks, as one of the platform's, which all share.
  const shipped = await hasShippedProvider(core, provider);
  return unitOfWork(core, async (unit) => {
    unit.wakeUp.changed();
    return deleteLocked(unit, context, provider, { cascade, shipped });
  });
}

async function deleteLocked(
  core: Core,
  context: RequestContext,
  provider: string,
  { cascade, shipped }: { cascade: boolean; shipped: boolean },
): Promise<ProviderDeletion> {
  const tenant = core.db.tenant(context.organizationId);
  await lockProvider(tenant, provider);
  const deployment = await findDeployment(tenant, provider);
  const pushed = deployment !== undefined || (await findBuilds(tenant, provider, 1)).length > 0;
  if (!pushed && shipped) {
    throw new DomainError("conflict", `${provider} is shipped with the product: it cannot be deleted`);
  }
  if (!pushed) return { provider_id: provider, deployment_deleted: true, resources_deleted: 0 };

  // Before its own version served, all resources of that name belong to the shipped provider.
  const own = deployment?.serving_version != null || !shipped;
  const resources = own ? await findResourcesOf(tenant, provider) : [];
  if (resources.length > 0 && !cascade) throw inUse(provider, resources);
  const started = resources.length > 0 ? await deleteResources(core, context, provider, resources) : 0;
  await lockTypes(tenant, provider);
  const left = own ? await findResourcesLeft(tenant, provider) : { any: false, staying: false };
  // Some were applied while this read the others. Under the lock of the types, no more can be added.
  if (left.staying) throw new ConcurrentChange();
  const done = !left.any;
  const again = deployment?.deleting_since != null;
  if (!again || started > 0 || done) {
    await recordAudit(core.db, context, {
      action: "provider.delete",
      target: provider,
      outcome: "success",
      details: { cascade, resources_deleted: started },
    });
  }
  if (done) {
    await removeProvider(core, context.organizationId, provider);
  } else {
    await markOwnTypesLeaving(tenant, provider);
    await beginProviderDeletion(tenant, provider, JSON.stringify(context.actor), context.correlationId);
  }
  return { provider_id: provider, deployment_deleted: done, resources_deleted: started };
}

/** Starts the deletion of all resources and of what they own. @returns how many were not being deleted before */
async function deleteResources(
  core: Core,
  context: RequestContext,
  provider: string,
  resources: readonly { key: string }[],
): Promise<number> {
  const tenant = core.db.tenant(context.organizationId);
  await lockGraph(tenant);
  const keys = resources.map(({ key }) => key);
  const set = await lockDeletionSet(tenant, keys);
  await checkDeletion(tenant, set, { of: `The provider ${provider}` });
  const starting = [...set.members.values()].filter((member) => !isBeingDeleted(member));
  await startDeletions(core, context, starting);
  return starting.length;
}

function inUse(provider: string, resources: readonly { id: string }[]): DomainError {
  const shown = resources.slice(0, SHOWN).map(({ id }) => id);
  const more = resources.length > SHOWN ? ` and ${resources.length - SHOWN} more` : "";
  const message = `The provider ${provider} still has resources: ${shown.join(", ")}${more}. Delete them first, or use cascade=true`;
  return new DomainError("provider_in_use", message, {
    dependents: resources.slice(0, MAX_LISTED).map(({ id }) => id),
  });
}
