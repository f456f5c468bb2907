import {
  changeAndWake,
  changeResource,
  type Effects,
  findPropagationDependents,
  type Guard,
  type ResourcePatch,
  removeResource,
  type Woken,
} from "@pragma/db/queries";
import type { Core } from "../core.ts";
import { retryOnConflict } from "../resources/retry-on-conflict.ts";
import { DecryptionError, redactText } from "../secrets/index.ts";
import type { Claim, Outcome } from "./claim.ts";
import { claimSecrets } from "./claim-secrets.ts";
import { propagateChange } from "./propagate-change.ts";
import { releaseResource } from "./release-resource.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { sealOutputs } from "./seal-outputs.ts";

/** What came of a result. */
export interface Settlement {
  /** False if it came too late: the event was cancelled or replaced, or its lease was lost; it is discarded then. */
  counted: boolean;
  /** The dependent that it woke, if only one. */
  next?: Woken | undefined;
}

/**
 * Takes the result of a claimed event into the resource, and on to its dependents, in one transaction. The handler has
 * ended: a result that comes too late ends its lease all the same, and what waited for that is looked at.
 * @returns whether it counts
 */
export async function settleEvent(core: Core, claim: Claim, outcome: Outcome): Promise<boolean> {
  const { counted, next } = await settleAndContinue(core, claim, outcome);
  if (next) core.wakeUp.enqueued();
  return counted;
}

/**
 * `settleEvent` for a worker that goes on with what it woke. Of the `next` resource nobody is told: the caller looks at
 * it (`claimEvent` with its job) or has others look (`core.wakeUp.enqueued`).
 */
export async function settleAndContinue(core: Core, claim: Claim, outcome: Outcome): Promise<Settlement> {
  const written = await retryOnConflict(core, () => settle(core, claim, outcome));
  if (!written) {
    await releaseResource(core, claim);
    return { counted: false };
  }
  if (written.woken) core.wakeUp.announced();
  else core.wakeUp.changed();
  return { counted: true, next: written.woken };
}

type Success = Extract<Outcome, { kind: "succeeded" }>;

/** What was woken, or undefined if the result came too late. */
type Written = { woken?: Woken | undefined } | undefined;

async function settle(core: Core, claim: Claim, outcome: Outcome): Promise<Written> {
  if (outcome.kind === "succeeded" && claim.eventType !== "DELETE") {
    return settleSucceeded(core, claim, outcome);
  }
  return (await settleOtherwise(core, claim, outcome)) ? {} : undefined;
}

async function settleOtherwise(core: Core, claim: Claim, outcome: Outcome): Promise<boolean> {
  switch (outcome.kind) {
    case "succeeded":
      return settleDeleted(core, claim);
    case "rejected":
      return settleFailed(
        core,
        claim,
        outcome.message,
        outcome.facts,
        outcome.provisioned ? { provisioned: true } : {},
      );
    case "failed":
      return claim.attempt < core.settings.maxAttempts
        ? settleForRetry(core, claim, outcome)
        : settleFailed(core, claim, outcome.message);
    case "handed-back":
      return settleHandedBack(core, claim);
  }
}

async function settleSucceeded(
  core: Core,
  claim: Claim,
  { outputs: answered, subResources }: Success,
): Promise<Written> {
  const tenant = core.db.tenant(claim.organizationId);
  const { provisioned, running_dependencies: running } = claim.resource;
  // All that could have taken the old values is there by now: while this one is processed, nobody takes any.
  const [sealed, dependents] = await Promise.all([
    sealOutputs(core, claim, answered),
    provisioned ? findPropagationDependents(tenant, claim.key) : undefined,
  ]);
  // The object exists, whatever is wrong with the answer.
  if (!sealed.ok) {
    return (await settleFailed(core, claim, sealed.message, undefined, { provisioned: true })) ? {} : undefined;
  }
  const patch: ResourcePatch = {
    lifecycle_state: "ready",
    outputs: JSON.stringify(sealed.outputs),
    applied_config: JSON.stringify(claim.payload),
    observed_generation: claim.generation,
    provisioned: true,
    error: null,
    error_facts: null,
    pending_event_id: null,
    ...(running === null ? {} : { running_dependencies: null }),
  };
  const effects: Effects = {
    ...settledEvent(claim),
    ...(running === null ? {} : { endRunning: true, wakeDeletions: running }),
    // What this attempt was the first to apply it did apply: only what was there at the claim can be dropped.
    ...(subResources && claim.resource.owns ? { dropAllBut: subResourcesOf(claim, subResources) } : {}),
    history: [historyOf(claim, "ready")],
    // A failure would have left its mark: the first event of a resource has none to clear.
    clearDeadLetters: claim.resource.observed_generation > 0,
    reconcileIfStale: true,
    wakeDependents: true,
  };
  if (!provisioned) {
    const guard: Guard = { ...guardOf(claim), unresolved: true };
    const written = await changeAndWake(tenant, claim.key, guard, patch, effects);
    if (written) return written;
  }
  const first = dependents ?? (await findPropagationDependents(tenant, claim.key));
  return propagateChange(core, claim, guardOf(claim), patch, effects, sealed.outputs, first);
}

function subResourcesOf(claim: Claim, applied: readonly string[]): NonNullable<Effects["dropAllBut"]> {
  return { applied, eventId: claim.eventId, appliedBy: claim.resource.applied_by, correlationId: claim.correlationId };
}

function settleDeleted(core: Core, claim: Claim): Promise<boolean> {
  const { organizationId, key } = claim;
  const effects: Effects = { ...settledEvent(claim), history: [historyOf(claim, null)] };
  return core.deletionTurns.take(organizationId, () =>
    removeResource(core.db.tenant(organizationId), key, guardOf(claim), effects),
  );
}

/** Another attempt follows, after a delay: until then the resource is pending, with the error of this one. */
async function settleForRetry(
  core: Core,
  claim: Claim,
  { message, retryAfterSeconds }: Extract<Outcome, { kind: "failed" }>,
): Promise<boolean> {
  const milliseconds =
    retryAfterSeconds === undefined ? retryDelayMs(core.settings, claim.attempt) : retryAfterSeconds * 1000;
  const error = redact(core, claim, message);
  return update(
    core,
    claim,
    { lifecycle_state: "pending", error },
    {
      event: { id: claim.eventId, notBefore: { milliseconds } },
      endLease: claim.leaseId,
      history: [historyOf(claim, "pending", error)],
      reconcileAt: { milliseconds },
      // An input that changed while it ran does not wait for the delay.
      reconcileIfStale: true,
    },
  );
}

async function settleFailed(
  core: Core,
  claim: Claim,
  message: string,
  facts?: Record<string, unknown>,
  patch: ResourcePatch = {},
): Promise<boolean> {
  const error = redact(core, claim, message);
  return update(
    core,
    claim,
    {
      lifecycle_state: "failed",
      error,
      error_facts: facts === undefined ? null : JSON.stringify(facts),
      pending_event_id: null,
      observed_generation: claim.generation,
      ...patch,
    },
    {
      ...settledEvent(claim),
      history: [historyOf(claim, "failed", error)],
      deadLetter: {
        eventId: claim.eventId,
        eventType: claim.eventType,
        payload: JSON.stringify(claim.payload),
        error,
        attempts: claim.attempt,
        correlationId: claim.correlationId,
      },
      reconcileIfStale: claim.eventType !== "DELETE",
    },
  );
}

async function settleHandedBack(core: Core, claim: Claim): Promise<boolean> {
  return update(
    core,
    claim,
    { lifecycle_state: "pending" },
    {
      event: { id: claim.eventId, attempt: claim.attempt - 1 },
      endLease: claim.leaseId,
      history: [historyOf(claim, "pending")],
      reconcileAt: "now",
    },
  );
}

async function update(core: Core, claim: Claim, patch: ResourcePatch, effects: Effects): Promise<boolean> {
  const tenant = core.db.tenant(claim.organizationId);
  return changeResource(tenant, claim.key, guardOf(claim), patch, effects);
}

function guardOf(claim: Claim): Extract<Guard, { pendingEventId: string }> {
  return { pendingEventId: claim.eventId, state: "processing", leaseId: claim.leaseId };
}

function settledEvent(claim: Claim): Pick<Effects, "event" | "endLease"> {
  return { event: { id: claim.eventId, settled: true }, endLease: claim.leaseId };
}

function historyOf(
  claim: Claim,
  toState: string | null,
  error: string | null = null,
): NonNullable<Effects["history"]>[number] {
  return {
    eventType: claim.eventType,
    fromState: "processing",
    toState,
    generation: claim.generation,
    error,
    actor: claim.actor,
    correlationId: claim.correlationId,
    eventId: claim.eventId,
  };
}

/** Providers put what they were given into their messages. */
function redact(core: Core, claim: Claim, message: string): string {
  try {
    return redactText(message, claimSecrets(core, claim));
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    // The event must end all the same.
    return `${error.message}; what the provider said is not shown, since it may hold what cannot be read`;
  }
}
