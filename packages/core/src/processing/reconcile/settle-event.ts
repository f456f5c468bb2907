import { findPropagationDependents, type Woken, wasEnded } from "@pragma/db/queries";
import { retryOnConflict } from "../../foundation/common/retry-on-conflict.ts";
import { DecryptionError, redactText } from "../../foundation/secrets/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import {
  asHeld,
  awaitRetry,
  deleted,
  fail,
  handBack,
  oldThingGone,
  succeed,
  toBeReplaced,
  writeRemoval,
  writeResult,
} from "../../resources/lifecycle/index.ts";
import type { Claim, Outcome } from "./claim.ts";
import { claimSecrets } from "./claim-secrets.ts";
import { driftAfter } from "./drift-after.ts";
import { findSpared } from "./find-spared.ts";
import { goesTogether } from "./goes-together.ts";
import { releaseResource } from "./release-resource.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { sealOutputs } from "./seal-outputs.ts";
import { settleAndStage, type Written } from "./settle-and-stage.ts";
import { sealState } from "./state.ts";
import { mayReplace } from "./why-not-replaced.ts";

/** The fate of a result. */
export interface Settlement {
  /** False if it came too late and was discarded: the event was cancelled or replaced, or its lease was lost. */
  counted: boolean;
  /** The dependent that it woke, if exactly one. */
  next?: Woken | undefined;
}

/**
 * Writes the result of a claimed event to the resource, and passes it on to its dependents, in one transaction. The
 * handler has ended: a late result still ends its lease, and whatever waited for the lease is looked at.
 * @returns whether it counts
 */
export async function settleEvent(core: Core, claim: Claim, outcome: Outcome): Promise<boolean> {
  const { counted, next } = await settleAndContinue(core, claim, outcome);
  if (next) core.wakeUp.enqueued();
  return counted;
}

/**
 * `settleEvent` for a worker that continues with what it woke. Nobody else is notified of the `next` resource: the
 * caller looks at it (`claimEvent` with its job) or wakes others (`core.wakeUp.enqueued`).
 */
export async function settleAndContinue(core: Core, claim: Claim, outcome: Outcome): Promise<Settlement> {
  const written = await retryOnConflict(core, () => settle(core, claim, outcome));
  if (written) return { counted: true, next: written.woken };
  await releaseResource(core, claim);
  return { counted: false };
}

type Success = Extract<Outcome, { kind: "succeeded" }>;

function settle(core: Core, claim: Claim, outcome: Outcome): Promise<Written> {
  switch (outcome.kind) {
    case "succeeded":
      if (claim.eventType === "DELETE") return settleDeleted(core, claim);
      if (claim.replaces) return writeResult(core, asHeld(claim), oldThingGone(claim));
      return settleSucceeded(core, claim, outcome);
    case "rejected":
      return settleFailed(core, claim, outcome);
    case "replace-needed":
      return settleToReplace(core, claim, outcome);
    case "failed":
      return settleAttempt(core, claim, outcome);
    case "handed-back":
      return writeResult(core, asHeld(claim), handBack(claim));
  }
}

/** With leave, its thing is deleted next; without, it fails, and tells which fields stand in the way. */
async function settleToReplace(
  core: Core,
  claim: Claim,
  { message, paths }: Extract<Outcome, { kind: "replace-needed" }>,
): Promise<Written> {
  const { organizationId, changeId, eventId, resource } = claim;
  const { deletion_protected: isProtected, id } = resource;
  if (claim.eventType !== "UPDATE") {
    const why = "It was to be created, and what is there has to be replaced: delete that, or adopt it as it is";
    return settleFailed(core, claim, { message: `${message}. ${why}`, facts: { field: "config" } });
  }
  const isOver = changeId !== null && (await wasEnded(core.db.tenant(organizationId), changeId, eventId));
  if (!isProtected && !isOver && (await mayReplace(core, organizationId, changeId, resource))) {
    return writeResult(core, asHeld(claim), toBeReplaced(claim, redact(core, claim, message)));
  }
  const fields = paths.length === 0 ? "" : ` because of ${paths.join(", ")}`;
  const advice = isProtected
    ? `${id} is protected from deletion: nothing was changed`
    : `Nothing was changed: it has to be replaced${fields}, so apply it by a change with allow_replace`;
  return settleFailed(core, claim, { message: `${message}. ${advice}`, facts: { field: paths[0] ?? "config" } });
}

/** The last attempt of an event, or of a change that was ended, fails for good. */
async function settleAttempt(
  core: Core,
  claim: Claim,
  outcome: Extract<Outcome, { kind: "failed" }>,
): Promise<Written> {
  const { organizationId, attempt, changeId, eventId } = claim;
  const isLast = attempt >= core.services.settings.maxAttempts;
  const ends = isLast || (changeId !== null && (await wasEnded(core.db.tenant(organizationId), changeId, eventId)));
  return ends ? settleFailed(core, claim, outcome) : settleForRetry(core, claim, outcome);
}

async function settleDeleted(core: Core, claim: Claim): Promise<Written> {
  const removal = deleted(claim);
  const fate = goesTogether(claim.resource) ? await writeRemoval(core, asHeld(claim), removal) : "changed";
  // A row that is being written may be the one that was held: alone, the statement waits for it and sees.
  return fate === "removed" ? { woken: undefined } : writeResult(core, asHeld(claim), removal);
}

async function settleSucceeded(
  core: Core,
  claim: Claim,
  { outputs: answered, state, identity, subResources }: Success,
): Promise<Written> {
  const tenant = core.db.tenant(claim.organizationId);
  const { provisioned } = claim.resource;
  // Every dependent that could have read the old values is in this list: during processing, none reads them.
  const [sealed, dependents] = await Promise.all([
    sealOutputs(core, claim, answered),
    provisioned ? findPropagationDependents(tenant, claim.key) : undefined,
  ]);
  // The object exists even if its outputs are invalid.
  if (!sealed.ok) return settleFailed(core, claim, { message: sealed.message, provisioned: true });
  const success = {
    outputs: JSON.stringify(sealed.outputs),
    state: state === undefined ? undefined : sealState(core, claim.organizationId, state),
    payload: JSON.stringify(claim.payload),
    subResources,
    identity,
    drift: driftAfter(claim),
  };
  if (!provisioned && !claim.resource.has_next_draft) {
    const written = await writeResult(core, asHeld(claim, { unresolved: true }), succeed(claim, success));
    if (written) return written;
  }
  const first = dependents ?? (await findPropagationDependents(tenant, claim.key));
  const spared = await findSpared(core, claim, sealed.outputs, first);
  const change = succeed(claim, { ...success, spared });
  return claim.resource.has_next_draft ? settleAndStage(core, claim, change) : writeResult(core, asHeld(claim), change);
}

function settleForRetry(
  core: Core,
  claim: Claim,
  { message, retryAfterSeconds }: Extract<Outcome, { kind: "failed" }>,
): Promise<Written> {
  const milliseconds =
    retryAfterSeconds === undefined ? retryDelayMs(core.services.settings, claim.attempt) : retryAfterSeconds * 1000;
  const error = redact(core, claim, message);
  return writeResult(core, asHeld(claim), awaitRetry(claim, { error, delay: { milliseconds } }));
}

type Failure = Pick<Extract<Outcome, { kind: "rejected" }>, "message" | "facts" | "provisioned">;

function settleFailed(core: Core, claim: Claim, { message, facts, provisioned }: Failure): Promise<Written> {
  const failure = {
    error: redact(core, claim, message),
    errorFacts: facts === undefined ? null : JSON.stringify(facts),
    payload: JSON.stringify(claim.payload),
    provisioned,
  };
  return writeResult(core, asHeld(claim), fail(claim, failure));
}

/** Providers repeat their input in their messages. */
function redact(core: Core, claim: Claim, message: string): string {
  try {
    return redactText(message, claimSecrets(core, claim));
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    // The event must end nevertheless.
    return `${error.message}; what the provider said is not shown, since it may hold what cannot be read`;
  }
}
