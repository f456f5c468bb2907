import { type ApplyInput, resourceId, resourceKey } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  findDependenciesBeingDeleted,
  findResource,
  insertResource,
  leadsTo,
  type ResourceRow,
  updateResource,
} from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";
import { jsonEqual } from "../json/index.ts";
import { sealedDiff } from "../secrets/index.ts";
import { decideApply } from "./decide-apply.ts";
import { type DesiredState, readDesiredState } from "./desired-state.ts";
import { checkPreconditions, type Preconditions } from "./etag.ts";
import { cycleError } from "./graph-cycle.ts";
import { type ApplyPlan, planApply } from "./plan-apply.ts";
import { readRefs } from "./refs.ts";
import { ConcurrentChange, retryOnConflict } from "./retry-on-conflict.ts";
import { validateDesiredState } from "./validate-desired-state.ts";

export interface ApplyOptions extends Preconditions {
  /** Something beside config and dependencies differs, such as the bytes of an uploaded file. */
  changed?: boolean;
  /** Texts that stay sensitive wherever in the config they are. */
  secrets?: readonly string[];
}

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
  const tenant = core.db.tenant(context.organizationId);
  const box = core.keyring.box(context.organizationId);
  const type = await core.types.find(context.organizationId, input.provider, input.resource);
  checkPreconditions(existing, options);
  if (type?.leaving) throw providerLeaving(input.provider);

  const desired = readDesiredState(input, existing, type, box, options.secrets);
  const configChanges = existing
    ? sealedDiff(JSON.parse(existing.config), desired.sealedConfig, box, { prefix: ["config"] })
    : [];
  const changed =
    options.changed === true || !existing || configChanges.length > 0 || !sameDependencies(existing, desired);
  const verdict = decideApply(existing, input.lifecycle_state === "pending", changed);
  if (existing && verdict.kind === "queue" && verdict.withdrawsDeletion) await checkWithdrawal(tenant, existing);
  if (verdict.kind === "queue") await validateDesiredState(core, context, input, type, desired, existing);

  const plan = planApply(context, { input, existing, desired, verdict, changed, configChanges });
  if (!plan) return existing as ResourceRow;
  planEdges(existing, plan);
  const saved = await save(core, context, input, existing, plan);
  core.seenResources.add(context.organizationId, saved.key);
  core.db.afterCommit(() => core.wakeUp.changed());
  return saved;
}

/** Adds the outgoing edges to the plan, where they change. */
function planEdges(existing: ResourceRow | undefined, { patch, effects }: ApplyPlan): void {
  const before = edgesOf(existing?.dependencies, existing?.owner_references);
  const after = edgesOf(
    patch.dependencies ?? existing?.dependencies,
    patch.owner_references ?? existing?.owner_references,
  );
  if (!jsonEqual(before, after)) effects.edges = after;
}

function edgesOf(
  dependencies: string | undefined,
  owners: string | undefined,
): { dependencies: string[]; owners: string[] } {
  return {
    dependencies: readRefs(dependencies).map(resourceKey).sort(),
    owners: readRefs(owners).map(resourceKey).sort(),
  };
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
  const id = resourceId(input);
  const { provider, resource, name } = input;
  const saved = existing
    ? await updateResource(tenant, key, { version: existing.version }, patch, effects)
    : await insertResource(tenant, { key, id, provider, resource, name, ...patch }, effects);
  if (saved) return saved;
  if (effects.edges) {
    const targets = [...effects.edges.dependencies, ...effects.edges.owners];
    if (await leadsTo(tenant, targets, key)) throw await cycleError(tenant, key, targets);
  }
  const other = existing ? undefined : await findResource(tenant, id);
  if (!other || other.key === key) throw new ConcurrentChange();
  throw new DomainError("id_collision", `${key} would have the id ${id}, which ${other.key} has already`, {
    resource_id: other.id,
  });
}

function providerLeaving(provider: string): DomainError {
  return new DomainError(
    "deletion_in_progress",
    `The provider ${provider} is being deleted: nothing of its types can be applied any more`,
  );
}

/** What a failed deletion was part of must not go on below the resource that is to stay after all. */
async function checkWithdrawal(tenant: Tenant, existing: ResourceRow): Promise<void> {
  const going = await findDependenciesBeingDeleted(tenant, existing.key);
  if (going.length === 0) return;
  throw new DomainError(
    "deletion_in_progress",
    `${existing.id} depends on ${going.map(({ id }) => id).join(", ")}, whose deletion waits for it: cancel that first`,
    { resource_id: existing.id, current_state: existing.lifecycle_state, not_ready_dependencies: going },
  );
}

function sameDependencies(existing: ResourceRow, desired: DesiredState): boolean {
  if (existing.explicit_dependencies !== desired.explicitDependencies) return false;
  const before = readRefs(existing.dependencies).map(resourceKey);
  const after = desired.dependencies.map(resourceKey);
  return before.length === after.length && new Set([...before, ...after]).size === before.length;
}
