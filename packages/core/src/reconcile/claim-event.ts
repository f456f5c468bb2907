import type { ErrorFacts, Json } from "@pragma/contract";
import {
  changeResource,
  type DependencyVersion,
  type Effects,
  type LoadedDependency,
  type Look,
  lookAtLargeResource,
  lookAtResource,
  type ReconcileRow,
  type ResourcePatch,
} from "@pragma/db/queries";
import { v7 as uuidv7 } from "uuid";
import type { Core } from "../core.ts";
import { SYSTEM_ACTOR_JSON } from "../resources/actor.ts";
import { ConcurrentChange, retryOnConflict } from "../resources/retry-on-conflict.ts";
import { DecryptionError } from "../secrets/index.ts";
import type { KnownType } from "../types/index.ts";
import { type Claim, withoutValues } from "./claim.ts";
import { claimDeletion } from "./claim-deletion.ts";
import { isStillBlocked } from "./dependencies.ts";
import { newLease } from "./lease.ts";
import { readInputs } from "./read-inputs.ts";
import { type Resolution, resolveConfig, sameResolvedConfig, sealByType } from "./resolve.ts";
import { typeOfRow } from "./type-of-row.ts";

/** Which resource to look at, and which worker looks. */
export interface ReconcileRequest {
  organizationId: string;
  key: string;
  owner: string;
  /** The job that asks for the look, where it was not taken from the queue: it goes with whatever the look leads to. */
  jobId?: string;
  /**
   * Asks for room in memory before a claim is made, or anything large is read.
   * @param bytes of values, as text
   * @returns gives it back
   * @throws whatever then ends the look: nothing was changed
   */
  takeRoom?: (bytes: number) => Promise<() => void>;
}

/**
 * Looks at one resource and takes the next step that needs no provider: wait, clear a stale mark, fail, or claim its
 * event. It reads where things stand, so it may be called at any time and any number of times.
 *
 * @returns the claim of an event, now processing, which the caller must hand to the provider and settle; or null if
 *   there is nothing to hand over
 */
export function claimEvent(core: Core, request: ReconcileRequest): Promise<Claim | null> {
  return retryOnConflict(core, () => claimOnce(core, request));
}

async function claimOnce(core: Core, request: ReconcileRequest): Promise<Claim | null> {
  const tenant = core.db.tenant(request.organizationId);
  const look = await lookAtResource(tenant, request.key);
  if (look.kind === "idle") return null;
  if (look.kind === "blocked") return waitForDependencies(core, request, look.by);
  const giveRoom = await request.takeRoom?.(look.bytes);
  let claim: Claim | null = null;
  try {
    claim = await goOn(core, request, look.kind === "large" ? await lookAtLargeResource(tenant, request.key) : look);
    if (claim && giveRoom) claim.giveRoom = giveRoom;
    return claim;
  } finally {
    if (!claim) giveRoom?.();
  }
}

/** @returns null: it is looked at again when one of them has changed */
async function waitForDependencies(core: Core, request: ReconcileRequest, blocking: readonly string[]): Promise<null> {
  if (await isStillBlocked(core.db.tenant(request.organizationId), blocking)) return null;
  throw new ConcurrentChange();
}

type Inputs = Extract<Look<LoadedDependency | DependencyVersion>, { kind: "due" }>["dependencies"];

async function goOn(
  core: Core,
  request: ReconcileRequest,
  look: Look<LoadedDependency | DependencyVersion>,
): Promise<Claim | null> {
  if (look.kind === "blocked") return waitForDependencies(core, request, look.by);
  if (look.kind !== "due") return null;
  const { row, dependencies } = look;
  // A cancelled handler has not ended yet, or one of an earlier resource of this name: its end has this looked at again.
  if (row.ending_event_id !== null) return null;
  if (row.deleting_since !== null) {
    return core.deletionTurns.take(request.organizationId, () => claimDeletion(core, request, row));
  }
  const type = await typeOfRow(core, request.organizationId, row);
  const next = row.lifecycle_state === "pending" && row.pending_event_id !== null ? claimAwaited : decideStale;
  try {
    return await next(core, request, row, dependencies, type);
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    // Its key is gone: the operator has to fix that, and nobody would learn of a resource that only waits.
    return failUnresolved(core, request, row, error.message, {});
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
 * Pending: resolve unless the payload is frozen and still right, then hand over. An input that changed does not wait for
 * the delay between attempts: its event is a new one.
 */
async function claimAwaited(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  dependencies: Inputs,
  type: KnownType | undefined,
): Promise<Claim | null> {
  const frozen = frozenPayload(core, request, row, type);
  if (frozen !== undefined && row.stale_since === null) return handOver(core, request, row, type, frozen, "same-event");
  const resolution = await resolve(core, request, row, dependencies, type);
  if (!resolution.ok) return failUnresolved(core, request, row, resolution.message, resolution.facts);
  if (frozen === undefined) return handOver(core, request, row, type, resolution.config, "same-event");
  const same = sameResolvedConfig(core, request.organizationId, frozen, resolution.config);
  if (same && row.event_early) return clearMark(core, request, row);
  return handOver(core, request, row, type, same ? frozen : resolution.config, same ? "same-event" : "new-event");
}

/** What the attempts before were given. A version of the type that came since may have more in it that is sensitive. */
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

/** Ready or failed, and an input may have changed: process it, or find that nothing it uses did. */
async function decideStale(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  dependencies: Inputs,
  type: KnownType | undefined,
): Promise<Claim | null> {
  const resolution = await resolve(core, request, row, dependencies, type);
  if (!resolution.ok) return failUnresolved(core, request, row, resolution.message, resolution.facts);
  const last = row.resolved_config === null ? undefined : (JSON.parse(row.resolved_config) as Json);
  const same = last !== undefined && sameResolvedConfig(core, request.organizationId, last, resolution.config);
  if (!same || row.lifecycle_state === "failed") {
    return handOver(core, request, row, type, resolution.config, "new-event");
  }
  return clearMark(core, request, row);
}

/** What it uses comes out the same: it is stale no more, without an event. */
async function clearMark(core: Core, request: ReconcileRequest, row: ReconcileRow): Promise<null> {
  await save(
    core,
    request,
    row,
    { stale_since: null },
    {
      wakeDependents: true,
      history: [
        {
          eventType: "UNCHANGED",
          fromState: row.lifecycle_state,
          toState: row.lifecycle_state,
          generation: row.generation,
          actor: SYSTEM_ACTOR_JSON,
          correlationId: row.event_correlation_id ?? row.key,
          eventId: row.pending_event_id,
        },
      ],
    },
  );
  return null;
}

async function handOver(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  type: KnownType | undefined,
  payload: Json,
  on: "same-event" | "new-event",
): Promise<Claim> {
  const same = on === "same-event" && row.pending_event_id !== null;
  const eventId = same ? (row.pending_event_id as string) : uuidv7();
  const eventType = row.provisioned ? "UPDATE" : "CREATE";
  const attempt = same ? (row.event_attempt ?? 0) + 1 : 1;
  const correlationId = row.event_correlation_id ?? eventId;
  const actor = row.event_actor ?? SYSTEM_ACTOR_JSON;
  const payloadJson = JSON.stringify(payload);
  const patch: ResourcePatch = {
    lifecycle_state: "processing",
    pending_event_id: eventId,
    resolved_config: payloadJson,
    handed_config: payloadJson,
  };
  if (row.stale_since !== null) patch.stale_since = null;
  const common = { generation: row.generation, actor, correlationId, eventId };
  const history: NonNullable<Effects["history"]> = [
    ...(row.lifecycle_state === "pending"
      ? []
      : [{ ...common, eventType, fromState: row.lifecycle_state, toState: "pending" }]),
    { ...common, eventType, fromState: "pending", toState: "processing" },
  ];
  const lease = newLease(core, request.owner, eventId);
  const previousConfig = same ? row.event_previous_config : row.applied_config;
  const effects: Effects = same
    ? {
        history,
        takeLease: lease,
        event: {
          id: eventId,
          attempt,
          notBefore: null,
          published: true,
          ...(row.event_payload === payloadJson ? {} : { payload: payloadJson }),
        },
      }
    : {
        history,
        takeLease: lease,
        newEvent: {
          id: eventId,
          eventType,
          generation: row.generation,
          previousConfig,
          correlationId,
          actor,
          claimed: { payload: payloadJson },
        },
        ...(row.pending_event_id === null ? {} : { event: { id: row.pending_event_id, settled: true } }),
      };
  await save(core, request, row, patch, effects);
  return {
    organizationId: request.organizationId,
    key: row.key,
    resource: withoutValues(row),
    eventId,
    eventType: same ? (row.event_type ?? eventType) : eventType,
    generation: same ? (row.event_generation ?? row.generation) : row.generation,
    attempt,
    leaseId: lease.id,
    payload,
    previousConfig: previousConfig === null ? null : (JSON.parse(previousConfig) as Json),
    correlationId,
    actor,
    type,
  };
}

/** What it needs is not there, or does not fit: only its author can fix that, so it fails without an attempt. */
async function failUnresolved(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  message: string,
  facts: ErrorFacts,
): Promise<null> {
  const fresh = row.pending_event_id === null;
  const eventId = row.pending_event_id ?? uuidv7();
  const eventType = row.provisioned ? "UPDATE" : "CREATE";
  const correlationId = row.event_correlation_id ?? eventId;
  const actor = row.event_actor ?? SYSTEM_ACTOR_JSON;
  const { generation } = row;
  await save(
    core,
    request,
    row,
    {
      lifecycle_state: "failed",
      error: message,
      error_facts: JSON.stringify(facts),
      pending_event_id: null,
      observed_generation: generation,
      ...(row.stale_since === null ? {} : { stale_since: null }),
    },
    {
      history: [
        {
          eventType,
          fromState: row.lifecycle_state,
          toState: "failed",
          generation,
          error: message,
          actor,
          correlationId,
          eventId,
        },
      ],
      deadLetter: {
        eventId,
        eventType,
        payload: row.config,
        error: message,
        attempts: row.event_attempt ?? 0,
        correlationId,
      },
      ...(fresh
        ? {
            newEvent: {
              id: eventId,
              eventType,
              generation,
              previousConfig: row.applied_config,
              correlationId,
              actor,
              settled: true,
            },
          }
        : { event: { id: eventId, settled: true } }),
    },
  );
  return null;
}

async function save(
  core: Core,
  request: ReconcileRequest,
  row: ReconcileRow,
  patch: ResourcePatch,
  effects: Effects,
): Promise<void> {
  const tenant = core.db.tenant(request.organizationId);
  const all: Effects = { ...effects, types: { provider: row.provider, version: row.types_version } };
  if (request.jobId !== undefined) all.removeJob = request.jobId;
  const saved = await changeResource(tenant, row.key, { version: row.version }, patch, all);
  if (!saved) throw new ConcurrentChange();
  core.db.afterCommit(() => (effects.wakeDependents ? core.wakeUp.changed() : core.wakeUp.announced()));
}
