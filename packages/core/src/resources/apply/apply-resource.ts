import { type ApplyInput, resourceId, resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { ConcurrentChange, isConflict, retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import { hasRoom, withinQuota } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { asRead, type Change, writeRow } from "../lifecycle/index.ts";
import { findRefusal } from "./apply-refusal.ts";
import { asPartOf } from "./as-part-of.ts";
import {
  type ApplyOptions,
  type ApplyStart,
  compareApply,
  decideCompared,
  readForApply,
  startOfNew,
} from "./prepare-apply.ts";

/**
 * Creates or changes one resource, as section 4 of the contract says. Repeating it changes nothing.
 *
 * Reads the row, decides the change, and writes it only if the row is still the same; otherwise it starts over. The
 * worker checks whether dependencies are ready: they may not even exist yet.
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
    const start = await readForApply(core, organizationId, input);
    if (start.existing) core.services.seenResources.add(organizationId, key);
    return carryOut(start, core, context, input, await decide(start, core, context, input, options));
  });
}

/**
 * Unknown keys are usually new, so this skips the look-up of the row and of the types' version. If the key exists after
 * all, the types have changed, or the apply is refused, nothing was written, and the caller looks the row up.
 */
async function createUnseen(
  core: Core,
  context: RequestContext,
  input: ApplyInput,
  options: ApplyOptions,
): Promise<ResourceRow | undefined> {
  const { organizationId } = context;
  // If the resource exists after all, a quota lease would be wasted.
  if (!hasRoom(core, context, "resources", 1)) return undefined;
  const start = await startOfNew(core, organizationId, input, await core.types.latest(organizationId));
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
    // PostgreSQL may have aborted the transaction, and a second write might take locks out of order.
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
  const { onBehalfOf } = options;
  const asked = onBehalfOf ? asPartOf(onBehalfOf.key, input, start.existing) : input;
  const { plan } = await decideCompared(compareApply(start, core, context, asked, options), core, context, asked);
  if (plan && onBehalfOf) plan.effects.onBehalfOf = onBehalfOf;
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
