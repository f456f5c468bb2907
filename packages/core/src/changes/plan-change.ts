import type { ChangeInput } from "@pragma/contract";
import { countPlans, insertActions, insertChange, noteReverted } from "@pragma/db/queries";
import { recordAudit } from "../foundation/audit/index.ts";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError } from "../foundation/common/errors.ts";
import { newId } from "../foundation/common/new-id.ts";
import { retryOnConflict } from "../foundation/common/retry-on-conflict.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../foundation/unit-of-work/unit-of-work.ts";
import { requireScope } from "../identity/access/require-scope.ts";
import type { AskProviders, ForeseenUpdates } from "../resources/apply/foreseen-update.ts";
import type { ImportAnswers } from "../resources/apply/imported-thing.ts";
import { decideChange } from "./decide/decide-change.ts";
import type { Basis, DecidedChange } from "./decide/decision.ts";
import { standingOfUnchanged } from "./decide/standing.ts";
import { answersEndAt, type Decide, foreseeUpdates } from "./foresee-updates.ts";
import { getChange } from "./get-change.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { refuseOtherBasis } from "./preview/basis-token.ts";
import { readRequest } from "./request/read-request.ts";
import { withAnswers } from "./request/with-answers.ts";
import { storedRequest } from "./stored-request.ts";
import { storedActions } from "./write/stored-actions.ts";
import { writeChange } from "./write/write-change.ts";

const MAX_OPEN_PLANS = 200;
const MAX_PLAN_BYTES = 1024 ** 3;
const DAY_SECONDS = 86_400;
/** Actions per statement. */
const BATCH = 500;

/** The use of a decision: a plan, or a change that is applied at once; with a basis only if it is what somebody has seen. */
export type Outcome = Pick<ChangeInput, "apply" | "basis">;

/**
 * Plans a change: decides it as applying it would, and stores that. With `apply` it is applied at once, in one
 * transaction, if nothing of it is refused or in flight.
 * @param answers of providers (`askAboutChange`), which are asked before a transaction is begun
 * @throws DomainError validation_failed, payload_too_large, quota, stale_preview; with `apply` also missing_scope without
 *   `resources:write`, precondition_failed, change_in_flight; nothing was written then
 */
export async function planChange(
  core: Core,
  context: RequestContext,
  input: ChangeInput,
  answers: Partial<ChangeAnswers> = {},
): Promise<PresentedChange> {
  return planOrApply(core, context, input, deciding(core, context, input, answers.imports), answers.foreseen);
}

/** What providers said of a change before it is decided. */
export interface ChangeAnswers {
  /** Of what it takes over. */
  imports: ImportAnswers;
  /** Of its updates. */
  foreseen: ForeseenUpdates;
}

/**
 * Asks providers all that planning a change has to know of them. To be called before a transaction is begun.
 * @throws DomainError as `planChange`
 */
export async function askAboutChange(
  core: Core,
  context: RequestContext,
  input: ChangeInput,
  providers: AskProviders,
): Promise<ChangeAnswers> {
  const endsAt = answersEndAt();
  const imports = await providers.imports(core, context, input.documents ?? [], endsAt);
  let read: Decide | undefined;
  // Read only if there is somebody to ask: planning the change reads it anyway.
  const decide: Decide = async (foreseen) => {
    read ??= deciding(core, context, input, imports);
    return read(foreseen);
  };
  return { imports, foreseen: await foreseeUpdates(core, context, input, providers, decide, endsAt) };
}

function deciding(core: Core, context: RequestContext, input: ChangeInput, imports: ImportAnswers = new Map()): Decide {
  const { request, issues } = readRequest(input);
  const asked = withAnswers(request, imports);
  return (foreseen) => decideChange(core, context, { ...asked, foreseen }, issues);
}

/**
 * Stores what is decided as a plan, or applies it at once. It is decided again if others were faster.
 * @throws DomainError quota, stale_preview; with `apply` also missing_scope without `resources:write`, precondition_failed,
 *   validation_failed, change_in_flight; anything `decide` throws. Nothing was written then
 */
export async function planOrApply(
  core: Core,
  context: RequestContext,
  { apply = false, basis }: Outcome,
  decide: Decide,
  foreseen: ForeseenUpdates = {},
): Promise<PresentedChange> {
  if (apply) requireScope(context, "resources:write");
  const decideAsSeen = async (): Promise<DecidedChange> => {
    const decided = await decide(foreseen);
    refuseOtherBasis(core, context.organizationId, decided, basis);
    if (apply) refuseWhole(decided);
    return decided;
  };
  const id = await retryOnConflict(core, async () => {
    const decided = await decideAsSeen();
    if (!apply) return storePlan(core, context, decided);
    return applyDecided(core, context, decided).catch(async (error: unknown) => {
      // Others were faster: now its decision refuses it, too, and names all that is wrong with it.
      if (error instanceof DomainError) await decideAsSeen();
      throw error;
    });
  });
  return getChange(core, context, id);
}

/** Stores a plan. @returns its id */
async function storePlan(core: Core, context: RequestContext, decided: DecidedChange): Promise<string> {
  const { organizationId } = context;
  const id = newId();
  const unchanged = standingOfUnchanged(decided);
  const basis: Basis = unchanged ? { ...decided.basis, unchanged } : decided.basis;
  const stored = storedRequest(core, organizationId, decided.request, basis);
  const actions = storedActions(decided);
  const size =
    stored.request.length +
    (stored.part?.length ?? 0) +
    stored.basis.length +
    actions.reduce((sum, { changes, issues, warnings }) => {
      return sum + changes.length + issues.length + warnings.length + 300;
    }, 0);
  await unitOfWork(core, async (unit) => {
    const tenant = unit.db.tenant(organizationId);
    const { count, bytes } = await countPlans(tenant);
    if (count >= MAX_OPEN_PLANS || bytes + size > MAX_PLAN_BYTES) throw tooManyPlans(count);
    await insertChange(tenant, {
      ...described(context, decided),
      id,
      status: "planned",
      ...stored,
      size,
      expiresIn: DAY_SECONDS,
    });
    for (let from = 0; from < actions.length; from += BATCH)
      await insertActions(tenant, id, actions.slice(from, from + BATCH));
    const details = { counts: decided.counts };
    unit.wakeUp.changeProgressed(context.organizationId, id);
    await recordAudit(unit.db, context, { action: "change.plan", target: id, outcome: "success", details });
  });
  return id;
}

function tooManyPlans(count: number): DomainError {
  return new DomainError(
    "quota",
    `The organization has ${count} open plans, of at most ${MAX_OPEN_PLANS} and 1 GiB: discard some, or wait until they expire`,
    { limit: MAX_OPEN_PLANS, used: count },
  );
}

function described(context: RequestContext, { request, counts, busy }: DecidedChange) {
  return {
    message: request.message,
    source: request.source === null ? null : JSON.stringify(request.source),
    set: request.set,
    prune: request.prune,
    allowReplace: request.allowReplace == null ? null : JSON.stringify(request.allowReplace),
    counts: JSON.stringify(counts),
    busy,
    plannedBy: context.tokenId,
    correlationId: context.correlationId,
    createdBy: JSON.stringify(context.actor),
    reverts: request.reverts,
  };
}

/**
 * Applies a change that was decided a moment ago.
 * @returns its id
 * @throws ConcurrentChange if anything has changed in that moment
 */
export function applyDecided(core: Core, context: RequestContext, decided: DecidedChange): Promise<string> {
  const id = newId();
  const part: RequestContext = { ...context, changeId: id };
  return core.transaction(async (unit) => {
    const tenant = unit.db.tenant(context.organizationId);
    await insertChange(tenant, {
      ...described(context, decided),
      busy: [],
      id,
      status: "applying",
      request: null,
      part: null,
      basis: null,
      size: 0,
      expiresIn: null,
    });
    const begun = await writeChange(unit, part, decided);
    const actions = storedActions(decided, begun);
    for (let from = 0; from < actions.length; from += BATCH)
      await insertActions(tenant, id, actions.slice(from, from + BATCH));
    if (decided.request.reverts !== null) await noteReverted(tenant, decided.request.reverts, id);
    const details = { counts: decided.counts };
    await recordAudit(unit.db, context, { action: "change.apply", target: id, outcome: "success", details });
    // Actions that no event carries out are over with the commit.
    unit.db.afterCommit(() => core.services.changeProgress.touch(context.organizationId, id));
    return id;
  });
}

/**
 * Refuses a change of which anything would be refused, with all of it.
 * @throws DomainError precondition_failed, else validation_failed with every issue, else change_in_flight
 */
function refuseWhole({ refusals, issues, busy }: DecidedChange): void {
  const precondition = refusals.find(({ code }) => code === "precondition_failed");
  if (precondition) throw precondition;
  if (issues.length > 0) {
    const [first] = refusals;
    throw new DomainError("validation_failed", first?.message ?? issues[0]?.msg ?? "Refused", {}, issues);
  }
  if (busy.length > 0) throw inFlight(busy);
}

/** Why a change has to wait. */
export function inFlight(busy: readonly string[]): DomainError {
  const shown = busy.slice(0, 10).join(", ");
  const rest = busy.length > 10 ? ` and ${busy.length - 10} more` : "";
  return new DomainError(
    "change_in_flight",
    `${shown}${rest} ${busy.length === 1 ? "is" : "are"} in flight: apply the change once that has settled`,
    { busy: [...busy] },
  );
}
