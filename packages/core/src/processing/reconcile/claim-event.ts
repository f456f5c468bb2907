import { type ErrorFacts, isConnectionOfAnother, isFailed, type Json } from "@pragma/contract";
import {
  type DependencyVersion,
  type Effects,
  type Inspection,
  inspectLargeResource,
  inspectResources,
  type LoadedDependency,
  type ReconcileRow,
  wakeDependents,
} from "@pragma/db/queries";
import { PathPatterns } from "@pragma/language";
import { newId } from "../../foundation/common/new-id.ts";
import { ConcurrentChange, retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import { DecryptionError } from "../../foundation/secrets/index.ts";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import { withoutSignatures } from "../../resources/built-ins/file/signature.ts";
import {
  type Attempt,
  asRead,
  type Change,
  type ChangedInputs,
  clearMark,
  dueStep,
  failUnresolved,
  firstAttempt,
  handOver,
  isMarked,
  nextAttempt,
  write,
} from "../../resources/lifecycle/index.ts";
import { connectionConfig, runningConnectionConfig } from "../../resources/references/connection-config.ts";
import { type Attempted, type Claim, claimOf } from "./claim.ts";
import { claimDeletion } from "./claim-deletion.ts";
import { isStillBlocked } from "./dependencies.ts";
import { asFollowed, inputChanges } from "./input-changes.ts";
import { newLease } from "./lease.ts";
import { readInputs } from "./read-inputs.ts";
import { type Resolution, resolveConfig, sameResolvedConfig, sealByType } from "./resolve.ts";
import { refuseElsewhere } from "./run-elsewhere.ts";
import { traceCaused } from "./trace-caused.ts";
import { typeOfRow } from "./type-of-row.ts";
import { whyNotReplaced } from "./why-not-replaced.ts";

/** Which resource to look at, and which worker looks. */
export interface ReconcileRequest {
  organizationId: string;
  key: string;
  owner: string;
  /** The job that asks for the inspection, if it was not taken from the queue: any outcome of the inspection removes it. */
  jobId?: string;
  /**
   * Reserves memory before a claim is made, or anything large is read.
   * @param bytes of values, as text
   * @returns releases the memory
   * @throws anything, which ends the inspection: nothing was changed
   */
  takeRoom?: (bytes: number) => Promise<() => void>;
  /** Whether the worker runs the providers of a type. Every type is run if left out, and one that vanished always is. */
  runs?: (type: KnownType) => boolean;
  /** Called when the request only waits for its turn from then on: it holds no connection, and others may take its place. */
  giveWay?: () => void;
  /** Told of a deletion that needed no handler, once the resource has gone: `claimEvent` then returns null. */
  onRemoved?: (attempt: Attempted) => void;
}

/**
 * Looks at one resource and takes the next step that needs no provider: wait, clear a stale mark, fail, or claim its
 * event. It reads the current state, so it may be called at any time and any number of times.
 *
 * @returns the claim of an event, now processing, which the caller must hand to the provider and settle; or null if
 *   there is nothing to hand over
 * @throws RunElsewhere, without a change, if what is due needs a provider that the worker does not run
 */
export function claimEvent(core: Core, request: ReconcileRequest): Promise<Claim | null> {
  return retryOnConflict(core, () => claimOnce(core, request));
}

async function claimOnce(core: Core, request: ReconcileRequest): Promise<Claim | null> {
  const tenant = core.db.tenant(request.organizationId);
  const inspection = await inspect(core, request);
  if (inspection.kind === "idle") return null;
  if (inspection.kind === "blocked") return waitForDependencies(core, request, inspection.by);
  const giveRoom = await request.takeRoom?.(inspection.bytes);
  let claim: Claim | null = null;
  try {
    claim = await goOn(
      core,
      request,
      inspection.kind === "large" ? await inspectLargeResource(tenant, request.key) : inspection,
    );
    if (claim && giveRoom) claim.giveRoom = giveRoom;
    return claim;
  } finally {
    if (!claim) giveRoom?.();
  }
}

/** Together with other resources of the organization that are due at this moment. */
async function inspect(core: Core, { organizationId, key }: ReconcileRequest): Promise<Inspection<LoadedDependency>> {
  const step = (keys: readonly string[]) => inspectResources(core.db.tenant(organizationId), keys);
  // A transaction shares nothing with others.
  if (!core.db.inTransaction) return core.services.inspections.add(organizationId, key, step);
  const [inspection] = await step([key]);
  return inspection as Inspection<LoadedDependency>;
}

/** @returns null: a change of one of them triggers another inspection */
async function waitForDependencies(core: Core, request: ReconcileRequest, blocking: readonly string[]): Promise<null> {
  if (await isStillBlocked(core.db.tenant(request.organizationId), blocking)) return null;
  throw new ConcurrentChange();
}

type Inputs = Extract<Inspection<LoadedDependency | DependencyVersion>, { kind: "due" }>["dependencies"];

async function goOn(
  core: Core,
  request: ReconcileRequest,
  inspection: Inspection<LoadedDependency | DependencyVersion>,
): Promise<Claim | null> {
  if (inspection.kind === "blocked") return waitForDependencies(core, request, inspection.by);
  if (inspection.kind !== "due") return null;
  const { row, dependencies } = inspection;
  const step = dueStep(row);
  if (step === "nothing") return null;
  if (step === "pass on") {
    await wakeDependents(core.db.tenant(request.organizationId), row.key);
    core.wakeUp.changed();
    return null;
  }
  if (step === "delete") return claimDeletion(core, request, row);
  const type = await typeOfRow(core, request.organizationId, row);
  refuseElsewhere(request, type);
  // It waits until it names one of its own provider.
  if (isConnectionOfAnother(row)) return null;
  const next = step === "hand over" ? claimAwaited : decideStale;
  try {
    return await next(core, request, row, dependencies, type);
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    // Its encryption key is gone: the operator has to fix that, and would not notice a resource that merely waits.
    return failFor(core, request, row, { message: error.message, facts: {} });
  }
}

async function resolve(
  core: Core,
  { organizationId }: ReconcileRequest,
  row: ReconcileRow,
  dependencies: Inputs,
  type: KnownType | undefined,
): Promise<Resolution> {
  const inputs = await readInputs(core, organizationId, row, dependencies, type);
  return inputs.ok ? resolveConfig(core, organizationId, row, inputs.dependencies, type) : inputs;
}

/**
 * Pending: resolve unless the payload is frozen and still right, then hand over. A changed input does not wait for the
 * delay between attempts: it starts a new event.
 */
async function claimAwaited(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  dependencies: Inputs,
  type: KnownType | undefined,
): Promise<Claim | null> {
  const frozen = frozenPayload(core, request, row, type);
  const next = nextAttempt(row);
  const due = { row, dependencies, type };
  if (frozen !== undefined && !isMarked(row)) return hand(core, request, due, { config: frozen, fixed: [] }, next);
  const resolution = await resolve(core, request, row, dependencies, type);
  if (!resolution.ok) return failFor(core, request, row, resolution);
  if (frozen === undefined) return hand(core, request, due, resolution, next);
  const same = sameConfig(core, request, row, frozen, resolution.config);
  if (same && row.event_early) return clear(core, request, row);
  if (same) return hand(core, request, due, { config: frozen, fixed: resolution.fixed }, next);
  return handAnew(core, request, due, resolution);
}

/** The config that earlier attempts received. A newer version of the type may mark more of it as sensitive. */
function frozenPayload(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  type: KnownType | undefined,
): Json | undefined {
  if (row.event_payload === null) return undefined;
  const payload = JSON.parse(row.event_payload) as Json;
  return type ? sealByType(core, request.organizationId, type, payload) : payload;
}

/**
 * Ready or failed, and an input may have changed: process it, or find that nothing it uses changed. What is to be repaired is processed in
 * any case: what it depends on was replaced, and its own thing may be gone with that.
 */
async function decideStale(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  dependencies: Inputs,
  type: KnownType | undefined,
): Promise<Claim | null> {
  const resolution = await resolve(core, request, row, dependencies, type);
  if (!resolution.ok) return failFor(core, request, row, resolution);
  const last = row.resolved_config === null ? undefined : (JSON.parse(row.resolved_config) as Json);
  const same = last !== undefined && sameConfig(core, request, row, last, resolution.config);
  if (same && !isFailed(row.lifecycle_state) && !row.repair) return clear(core, request, row);
  return handAnew(core, request, { row, dependencies, type }, resolution);
}

/** Whether a resolved config is like another one to a resource, which may ignore some of it. */
function sameConfig(core: Core, { organizationId }: ReconcileRequest, row: ReconcileRow, a: Json, b: Json): boolean {
  const ignored = new PathPatterns(storedHandling(row)?.ignore ?? []);
  return sameResolvedConfig(core, organizationId, ignored.without(a), ignored.without(b));
}

/** @returns null: there is nothing to hand over */
async function clear(core: Core, request: ReconcileRequest, row: ReconcileRow): Promise<null> {
  await save(core, request, row, clearMark(row));
  return null;
}

/** A resource whose event is due, as it was inspected. */
interface Due {
  row: ReconcileRow;
  dependencies: Inputs;
  type: KnownType | undefined;
}

type Resolved = Pick<Extract<Resolution, { ok: true }>, "config" | "fixed">;

/** A changed input is why: its history says which. */
function handAnew(core: Core, request: ReconcileRequest, due: Due, resolved: Resolved): Promise<Claim | null> {
  const inputs = changedInputs(core, request, due.row, due.type, resolved.config);
  return hand(core, request, due, resolved, firstAttempt(due.row, newId()), inputs);
}

/** @returns undefined if nothing has succeeded yet, or nothing that it uses differs */
function changedInputs(
  core: Core,
  { organizationId }: ReconcileRequest,
  row: ReconcileRow,
  type: KnownType | undefined,
  payload: Json,
): ChangedInputs | undefined {
  if (row.applied_config === null) return undefined;
  const changes = inputChanges(JSON.parse(row.config) as Json, {
    before: withoutSignatures(core.services, JSON.parse(row.applied_config) as Json),
    after: withoutSignatures(core.services, payload),
    box: core.services.keyring.box(organizationId),
    stringReferences: type?.stringReferences ?? true,
  });
  if (changes.length === 0) return undefined;
  return { told: JSON.stringify(changes), followed: JSON.stringify(asFollowed(changes)) };
}

/** Hands it over as it is, or to be replaced; it fails if it had to be, and must not. */
async function hand(
  core: Core,
  request: ReconcileRequest,
  due: Due,
  { config: payload, fixed }: Resolved,
  attempt: Attempt,
  inputs?: ChangedInputs,
): Promise<Claim | null> {
  const { organizationId } = request;
  const { row, dependencies, type } = due;
  const replaces = attempt.replaces || fixed.length > 0;
  const refusal = replaces ? await whyNotReplaced(core, organizationId, row, attempt, fixed) : undefined;
  if (refusal) return failFor(core, request, row, refusal);
  const connection = replaces
    ? await runningConnectionConfig(core, organizationId, row)
    : await connectionConfig(core, organizationId, row, dependencies);
  const lease = newLease(core, request.owner, attempt.eventId);
  const handed = { ...attempt, replaces };
  await save(core, request, row, handOver(row, handed, { payload: JSON.stringify(payload), lease, inputs }));
  if (!replaces) return claimOf(core, organizationId, row, handed, { payload, connection, lease, type });
  const old = JSON.parse(row.handed_config ?? row.applied_config ?? "{}") as Json;
  const deletion = { ...handed, previousConfig: row.applied_config };
  return claimOf(core, organizationId, row, deletion, { payload: old, connection, lease, type });
}

async function failFor(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  { message, facts }: { message: string; facts: ErrorFacts },
): Promise<null> {
  const failure = { newEventId: newId(), error: message, errorFacts: JSON.stringify(facts) };
  await save(core, request, row, failUnresolved(row, failure));
  return null;
}

async function save(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  { patch, effects }: Change,
): Promise<void> {
  const all: Effects = { ...effects, types: { provider: row.provider, version: row.types_version } };
  if (request.jobId !== undefined) all.removeJob = request.jobId;
  const startedAt = Date.now();
  await write(core, asRead(request.organizationId, row), { patch, effects: all });
  if (all.newEvent) await traceCaused(core, request.organizationId, row, all.newEvent, startedAt);
}
