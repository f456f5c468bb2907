import { type ApplyInput, resourceId, resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../callers/caller.ts";
import { DomainError } from "../../common/errors.ts";
import { ConcurrentChange, isConflict, retryOnConflict } from "../../common/retry-on-conflict.ts";
import { asRead, type Change, writeRow } from "../../lifecycle/index.ts";
import { hasRoom, withinQuota } from "../../limits/index.ts";
import type { Core } from "../../unit-of-work/core.ts";
import { findRefusal } from "./apply-refusal.ts";
import { type ApplyOptions, type ApplyStart, compareApply, decideCompared, readForApply } from "./prepare-apply.ts";

/**
 * Creates or changes one resource, as section 4 of the contract says. Repeating it changes nothing.
 *
 * The row is read, the change decided, and written only if the row is still what was read; otherwise it starts over.
 * Whether dependencies are ready is the worker's business: they may not even exist yet.
 *
 * @throws DomainError validation_failed, immutable_field, cycle, id_collision, change_in_flight, deletion_in_progress,
 *   precondition_failed, quota_exceeded; nothing was written then
 */
export function applyResource(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions = {},
): Promise<ResourceRow> {
  const { organizationId } = context;
  const key = resourceKey(input);
  let mayBeNew = !core.services.seenResources.has(organizationId, key);
  return retryOnConflict(core, async () => {
    if (mayBeNew) {
      mayBeNew = false;
      const created = await createUnseen(core, context, input, options);
      if (created) return created;
    }
    const start = await readForApply(core, organizationId, key);
    if (start.existing) core.services.seenResources.add(organizationId, key);
    return carryOut(start, core, context, input, await decide(start, core, context, input, options));
  });
}

/**
 * What nobody has seen here is most often new, and then need not be looked for first; nor need the version of the types.
 * Where it is not, or the types are others by now, or it is refused, nothing was written, and it is looked for after all.
 */
async function createUnseen(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions,
): Promise<ResourceRow | undefined> {
  const { organizationId } = context;
  // A lease would be asked for in vain if it is there after all.
  if (!hasRoom(core, context, "resources", 1)) return undefined;
  const start = { existing: undefined, types: await core.types.latest(organizationId) };
  let plan: Change | undefined;
  try {
    plan = await decide(start, core, context, input, options);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
  try {
    return await carryOut(start, core, context, input, plan);
  } catch (error) {
    if (!(error instanceof DomainError) && !isConflict(error)) throw error;
    core.services.seenResources.add(organizationId, resourceKey(input));
    if (!core.db.inTransaction) return undefined;
    // The transaction may have been ended, and has taken locks, to which a second write might add some out of their order.
    throw isConflict(error) ? error : new ConcurrentChange();
  }
}

/** @returns what is to be written, if anything */
async function decide(
  start: ApplyStart,
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions,
): Promise<Change | undefined> {
  const { plan } = await decideCompared(compareApply(start, core, context, input, options), core, context, input);
  if (plan && options.onBehalfOf) plan.effects.onBehalfOf = options.onBehalfOf;
  return plan;
}

async function carryOut(
  { existing }: ApplyStart,
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  plan: Change | undefined,
): Promise<ResourceRow> {
  if (!plan) return existing as ResourceRow;
  const saved = await save(core, context, input, existing, plan);
  core.services.seenResources.add(context.organizationId, saved.key);
  return saved;
}

async function save(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  existing: ResourceRow | undefined,
  change: Change,
): Promise<ResourceRow> {
  const { organizationId } = context;
  const { provider, resource, name } = input;
  const identity = { key: resourceKey(input), id: resourceId(input), provider, resource, name };
  const saved = existing
    ? await writeRow(core, asRead(organizationId, existing), change)
    : await withinQuota(core, context, "resources", 1, () => writeRow(core, { organizationId, identity }, change));
  if (saved) return saved;
  throw (await findRefusal(core.db.tenant(organizationId), input, existing, change.effects)) ?? new ConcurrentChange();
}
