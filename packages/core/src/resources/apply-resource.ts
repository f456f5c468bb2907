import { type ApplyInput, resourceId, resourceKey } from "@pragma/contract";
import { findResource, insertResource, type ResourceRow, updateResource } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";
import { findRefusal } from "./apply-refusal.ts";
import type { ApplyPlan } from "./plan-apply.ts";
import { type ApplyOptions, compareApply, decideCompared } from "./prepare-apply.ts";
import { ConcurrentChange, retryOnConflict } from "./retry-on-conflict.ts";

/**
 * Creates or changes one resource, as section 4 of the contract says. Repeating it changes nothing.
 *
 * The row is read, the change decided, and written only if the row is still what was read; otherwise it starts over.
 * Whether dependencies are ready is the worker's business: they may not even exist yet.
 *
 * @throws DomainError validation_failed, immutable_field, cycle, id_collision, change_in_flight, deletion_in_progress,
 *   precondition_failed; nothing was written then
 */
export function applyResource(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions = {},
): Promise<ResourceRow> {
  const { organizationId } = context;
  const key = resourceKey(input);
  let mayBeNew = !core.seenResources.has(organizationId, key);
  return retryOnConflict(async () => {
    if (mayBeNew) {
      mayBeNew = false;
      const created = await createUnseen(core, context, input, options);
      if (created) return created;
    }
    const existing = await findResource(core.db.tenant(organizationId), key);
    if (existing) core.seenResources.add(organizationId, key);
    return applyTo(existing, core, context, input, options);
  });
}

/**
 * What nobody has seen here is most often new, and then need not be looked for first. Where it is not, or is refused,
 * nothing was written.
 */
async function createUnseen(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions,
): Promise<ResourceRow | undefined> {
  try {
    return await applyTo(undefined, core, context, input, options);
  } catch (error) {
    if (error instanceof DomainError || error instanceof ConcurrentChange) return undefined;
    throw error;
  }
}

async function applyTo(
  existing: ResourceRow | undefined,
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions,
): Promise<ResourceRow> {
  const compared = await compareApply(existing, core, context, input, options);
  const { plan } = await decideCompared(compared, core, context, input);
  if (!plan) return existing as ResourceRow;
  const saved = await save(core, context, input, existing, plan);
  core.seenResources.add(context.organizationId, saved.key);
  core.db.afterCommit(() => core.wakeUp.changed());
  return saved;
}

async function save(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  existing: ResourceRow | undefined,
  { patch, effects }: ApplyPlan,
): Promise<ResourceRow> {
  const tenant = core.db.tenant(context.organizationId);
  const key = resourceKey(input);
  const { provider, resource, name } = input;
  const saved = existing
    ? await updateResource(tenant, key, { version: existing.version }, patch, effects)
    : await insertResource(tenant, { key, id: resourceId(input), provider, resource, name, ...patch }, effects);
  if (saved) return saved;
  throw (await findRefusal(tenant, input, existing, effects)) ?? new ConcurrentChange();
}
