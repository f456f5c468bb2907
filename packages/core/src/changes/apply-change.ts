import { parseKey, readCounts, resourceId, resourceKey } from "@pragma/contract";
import {
  beginActions,
  beginChange,
  endIdleActions,
  endPlan,
  findIdentities,
  findPlan,
  findSetMembers,
  insertActions,
  noteReverted,
} from "@pragma/db/queries";
import { recordAudit } from "../foundation/audit/index.ts";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError, notFound, RecordedRefusal } from "../foundation/common/errors.ts";
import { ConcurrentChange, retryOnConflict } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { type LastDecision, withCompared } from "./decide/compare-at-last.ts";
import { ABSENT, decideChange, mostMembers } from "./decide/decide-change.ts";
import type { Basis, Claims, DecidedChange } from "./decide/decision.ts";
import { fingerprintOf } from "./decide/fingerprint.ts";
import { getChange } from "./get-change.ts";
import { inFlight } from "./plan-change.ts";
import { changeIdOf } from "./present/change-id.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { wrongStatus } from "./present/wrong-status.ts";
import type { ChangeRequest } from "./request/change-request.ts";
import { openStored, partOf } from "./stored-request.ts";
import { IDLE_SNAPSHOT } from "./write/snapshot.ts";
import { storedActions } from "./write/stored-actions.ts";
import { writeChange } from "./write/write-change.ts";

const BATCH = 500;

/**
 * Applies a plan: decides it again on what is there now, compares that with what was planned, and writes all of it in one
 * transaction. Documents found unchanged are decided again only if something has been written to one of them since. A change
 * that was applied already is returned as it is.
 * @throws DomainError not_found, stale_plan (the plan is stale then), refused_plan, change_in_flight, conflict for a plan
 *   that ended otherwise; nothing was written then
 */
export async function applyChange(core: Core, context: RequestContext, id: string): Promise<PresentedChange> {
  const changeId = changeIdOf(id);
  let isMoved = false;
  await retryOnConflict(core, async () => {
    isMoved ||= !(await applyStanding(core, context, changeId));
    if (isMoved) await applyOnce(core, context, changeId, { isWhole: true });
  });
  return getChange(core, context, changeId);
}

/**
 * Applies a plan as long as what it found unchanged stands as it did. That it does not is no conflict for whoever began the
 * transaction, who would come here again and find the same.
 * @returns whether that was so
 */
async function applyStanding(core: Core, context: RequestContext, id: string): Promise<boolean> {
  try {
    await applyOnce(core, context, id, { isWhole: false });
    return true;
  } catch (error) {
    if (error instanceof ConcurrentChange) return false;
    throw error;
  }
}

/** @param isWhole also what the plan found unchanged is decided again, whether or not it stands as it did */
async function applyOnce(core: Core, context: RequestContext, id: string, { isWhole }: { isWhole: boolean }) {
  const tenant = core.db.tenant(context.organizationId);
  const plan = await findPlan(tenant, id);
  if (!plan) throw notFound("Change");
  if (["applying", "succeeded", "failed"].includes(plan.status)) return;
  if (plan.status !== "planned" || plan.request === null || plan.basis === null) throw wrongStatus(plan, "applied");
  if (plan.is_over) {
    await end(core, context, id, "expired");
    const { code, message, facts } = wrongStatus({ ...plan, status: "expired" }, "applied");
    throw new RecordedRefusal(code, message, facts);
  }
  if (readCounts(plan.counts).refuse > 0) throw refusedPlan(id);
  const basis = JSON.parse(plan.basis) as Basis;
  const standing = isWhole ? null : standingPart(basis);
  const request = await openStored(core, context, plan, standing === null);
  const keys = basis.unchanged?.documents ?? request.documents.map(({ input }) => resourceKey(input));
  const part = plannedPart(request, basis, standing !== null);
  const again = asNamed(await decideChange(core, context, part), keys);
  const decided = { ...again, members: basis.members ?? null, claims: { ...again.claims, standing } };
  const stale = [
    ...(await movedSince(core, context, basis, decided)),
    ...(await membersMovedSince(core, context, basis, request)),
  ];
  // All refused documents are named.
  const isClean = stale.length === 0 && decided.issues.length === 0 && decided.busy.length === 0;
  if (standing !== null && !isClean) throw new ConcurrentChange();
  if (stale.length > 0) {
    await end(core, context, id, "stale");
    throw stalePlan(id, [...new Set(stale)]);
  }
  if (decided.issues.length > 0) throw decided.refusals[0] ?? refusedPlan(id);
  if (decided.busy.length > 0) throw inFlight(decided.busy);
  const last = isOfEarlierRelease(basis) ? withUnchanged(decided, plan.counts) : withStanding(decided);
  await write(core, context, id, withCompared(last, basis));
}

/** Somebody may have been first: then whoever asks next learns how it ended. */
async function end(core: Core, { organizationId }: RequestContext, id: string, status: "stale" | "expired") {
  if (!(await endPlan(core.db.tenant(organizationId), id, status))) throw new ConcurrentChange();
  core.wakeUp.changeProgressed(organizationId, id);
}

async function write(
  core: Core,
  context: RequestContext,
  id: string,
  { decided, compared }: LastDecision,
): Promise<void> {
  await core.transaction(async (unit) => {
    const tenant = unit.db.tenant(context.organizationId);
    const applied = await beginChange(tenant, id, JSON.stringify(context.actor), JSON.stringify(decided.counts));
    // Another request was first.
    if (!applied) throw new ConcurrentChange();
    const begun = await writeChange(unit, { ...context, changeId: id }, decided);
    const actions = storedActions(decided, begun);
    for (let from = 0; from < actions.length; from += BATCH) {
      const some = actions.slice(from, from + BATCH);
      // An action that was compared only now may differ from the planned one.
      const planned = new Set(
        await beginActions(
          tenant,
          id,
          some.filter(({ key }) => !compared.has(key)),
        ),
      );
      await insertActions(
        tenant,
        id,
        some.filter(({ key }) => !planned.has(key)),
      );
    }
    await endIdleActions(tenant, id, IDLE_SNAPSHOT);
    if (decided.request.reverts !== null) await noteReverted(tenant, decided.request.reverts, id);
    const details = { counts: decided.counts };
    await recordAudit(unit.db, context, { action: "change.apply", target: id, outcome: "success", details });
    unit.db.afterCommit(() => core.services.changeProgress.touch(context.organizationId, id));
  });
}

/** Such a plan says nothing of documents that it found unchanged, and its conditions were held when it was planned. */
function isOfEarlierRelease({ guarded }: Basis): boolean {
  return guarded === undefined;
}

/** Adds unchanged documents left out of the decision, as counted. */
function withUnchanged(decided: DecidedChange, counts: string): DecidedChange {
  const { unchanged } = readCounts(counts);
  return { ...decided, counts: { ...decided.counts, unchanged } };
}

/** Actions name documents by their place in the whole request. @param keys those of all of its documents, in order */
function asNamed(decided: DecidedChange, keys: readonly string[]): DecidedChange {
  const places = new Map(keys.map((key, index) => [key, index]));
  const actions = decided.actions.map((action) => ({ ...action, document: places.get(action.key) ?? null }));
  return { ...decided, actions };
}

/** Documents that stand as they did count as unchanged, but for those that follow. */
function withStanding(decided: DecidedChange): DecidedChange {
  const { claims, counts, actions } = decided;
  const acted = new Set(actions.map(({ key }) => key));
  const left = (claims.standing?.keys ?? []).filter((key) => !acted.has(key)).length;
  return { ...decided, counts: { ...counts, unchanged: counts.unchanged + left } };
}

/** Returns the unchanged documents that are not decided again, if the plan says how they stood. */
function standingPart({ unchanged, touched }: Basis): Claims["standing"] {
  if (unchanged === undefined) return null;
  const changed = new Set(Object.keys(touched));
  return { ...unchanged, keys: unchanged.documents.filter((key) => !changed.has(key)) };
}

/**
 * The plan's request: members that the set got since are not pruned. Since then a resource may have settled.
 * @param isPart what it found unchanged is left out
 */
function plannedPart(request: ChangeRequest, basis: Basis, isPart: boolean): ChangeRequest {
  if (isOfEarlierRelease(basis)) return { ...partOf(request, basis), prune: false, ifMatch: {} };
  return { ...(isPart ? partOf(request, basis) : request), prune: false, wasPlanned: true };
}

/** Ids of what the pruned set has got or lost. */
async function membersMovedSince(
  core: Core,
  { organizationId }: RequestContext,
  { members }: Basis,
  request: ChangeRequest,
): Promise<string[]> {
  if (members === undefined || request.set === null) return [];
  const now = await findSetMembers(core.db.tenant(organizationId), request.set, mostMembers(request));
  const before = new Set(members);
  const after = new Set(now.map(({ key }) => key));
  return [...members.filter((key) => !after.has(key)), ...[...after].filter((key) => !before.has(key))].map(idOfKey);
}

function idOfKey(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}

/** Ids of what the plan would write or took values of, and that is not as it was. */
async function movedSince(
  core: Core,
  { organizationId }: RequestContext,
  before: Basis,
  { basis: after, documents, deletions }: DecidedChange,
): Promise<string[]> {
  const idOf = (key: string): string => deletions.members.get(key)?.id ?? idOfKey(key);
  const now = new Map([
    ...Object.entries(after.touched),
    ...documents.map((document) => [document.key, fingerprintOf(document)] as const),
  ]);
  const keys = new Set([...Object.keys(before.touched), ...Object.keys(after.touched)]);
  const planned = { ...before.uncompared, ...before.touched };
  const moved = [...keys].filter((key) => planned[key] !== now.get(key));
  const taken = Object.entries(before.values);
  // It may have gone since, and then nothing is taken of it now.
  const unread = taken.flatMap(([key]) => (after.values[key] === undefined ? [key] : []));
  const found = unread.length === 0 ? [] : await findIdentities(core.db.tenant(organizationId), unread);
  const generations = new Map(found.map(({ key, generation }) => [key, generation]));
  const values = taken.filter(
    ([key, generation]) => (after.values[key] ?? generations.get(key) ?? ABSENT) !== generation,
  );
  const guarded = Object.entries(before.guarded ?? {}).filter(([id, facts]) => after.guarded?.[id] !== facts);
  return [...new Set([...moved, ...values.map(([key]) => key), ...guarded.map(([id]) => id)])].map(idOf);
}

function stalePlan(id: string, stale: readonly string[]): RecordedRefusal {
  const shown = stale.slice(0, 10).join(", ");
  const rest = stale.length > 10 ? ` and ${stale.length - 10} more` : "";
  return new RecordedRefusal("stale_plan", `${shown}${rest} changed since the plan: plan again`, {
    stale: [...stale],
    change_id: id,
    change_status: "stale",
  });
}

function refusedPlan(id: string): DomainError {
  return new DomainError("refused_plan", "The plan has refusals: fix what its actions say, and plan again", {
    change_id: id,
    change_status: "planned",
  });
}
