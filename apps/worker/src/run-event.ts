import type { Json, JsonObject } from "@pragma/contract";
import { leavesThing } from "@pragma/contract";
import { LOOK_METHODS, type ProviderCallContext, type ProviderMethod } from "@pragma/contract/provider-protocol";
import type { Core } from "@pragma/core";
import { runBuiltIn } from "@pragma/core/built-ins";
import {
  adoptionOf,
  type Claim,
  claimSecrets,
  findRival,
  isObserved,
  type Outcome,
  readState,
  storedHandling,
} from "@pragma/core/reconcile";
import { collectSecrets } from "@pragma/core/secrets";
import { PLATFORM_PROVIDER } from "@pragma/core/types";
import { revealJson } from "@pragma/language";
import { executeEvent, ProviderCallError, type ProviderCallHost, type ProviderSupervisor } from "@pragma/runtime";
import { formatTraceparent } from "@pragma/telemetry/trace-context";
import { EventLog, type LogBudget } from "./event-log.ts";
import type { ProviderCatalog } from "./providers/provider-catalog.ts";
import { traceCalls } from "./traces.ts";

/** Dependencies of running an event. */
export interface EventRunner {
  core: Core;
  supervisor: ProviderSupervisor;
  providers: ProviderCatalog;
  logBudget: LogBudget;
  /** For all calls of one event together. */
  deadlineMs: number;
}

const ALWAYS: readonly ProviderMethod[] = ["create", "update", "delete"];
/** Those that an event calls where a type has them. */
const OPTIONAL: readonly ProviderMethod[] = [...LOOK_METHODS, "identity"];

/** When to try again for a provider that another worker may have, or this one after a restart. */
const NOT_HERE_RETRY_SECONDS = 10;

/**
 * Hands a claimed event to its provider and turns the result or error into an outcome. Never throws. The handler's log
 * is written before it returns.
 * @param subResources answers what the handler asks of the platform
 * @param signal cancels the handler; the outcome then is `handed-back`
 * @param leaseLeftMs how long the event remains this worker's, if the lease could not be renewed
 */
export async function runEvent(
  runner: EventRunner,
  claim: Claim,
  subResources: ProviderCallHost,
  signal: AbortSignal,
  leaseLeftMs: () => number,
): Promise<Outcome> {
  try {
    if (claim.resource.provider === PLATFORM_PROVIDER) return await runBuiltIn(runner.core, claim);
    return await callProvider(runner, claim, subResources, signal, leaseLeftMs);
  } catch (error) {
    if (error instanceof ProviderCallError) return outcomeOf(error);
    runner.core.services.logger.error(
      {
        err: error,
        correlation_id: claim.correlationId,
        trace_id: claim.trace.traceId,
        resource: claim.key,
      },
      "an event could not be run",
    );
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failed", message: `The platform could not run it: ${message}` };
  }
}

async function callProvider(
  runner: EventRunner,
  claim: Claim,
  host: ProviderCallHost,
  signal: AbortSignal,
  leaseLeftMs: () => number,
): Promise<Outcome> {
  const { provider, resource } = claim.resource;
  const { type } = claim;
  const artefact = await runner.providers.find(claim.organizationId, provider, type?.version ?? "");
  if (!artefact || !type) {
    return {
      kind: "failed",
      message: `The provider ${provider} is not running here`,
      retryAfterSeconds: NOT_HERE_RETRY_SECONDS,
    };
  }
  const log = new EventLog(runner.core, claim, runner.logBudget);
  const { tracer } = runner.core.services;
  const caller = tracer ? traceCalls(runner.supervisor, tracer, claim) : runner.supervisor;
  try {
    const rival = await findRival(runner.core, claim);
    if (rival !== undefined) return managedByAnother(claim, rival);
    if (claim.replaces && leavesThing(storedHandling(claim.resource))) return { kind: "succeeded", outputs: null };
    const observes = isObserved(claim.resource);
    const { outputs, state, identity } = await executeEvent(caller, {
      organizationId: claim.organizationId,
      artefact,
      type: resource,
      event: claim.replaces ? "DELETE" : claim.eventType,
      observes,
      repairs: claim.repairs,
      adopts: adoptionOf(runner.core, claim),
      identifies: claim.resource.identity === null && type.capabilities.includes("identity"),
      methods: [...ALWAYS, ...OPTIONAL.filter((method) => type.capabilities.includes(method))],
      context: contextOf(runner.core, claim),
      deadlineMs: runner.deadlineMs,
      signal,
      secrets: secretsOf(runner.core, claim),
      leaseLeftMs,
      onLog: (entry) => log.add(entry),
      host,
    });
    if (observes && outputs === null) return { kind: "rejected", message: nothingToObserve(type) };
    return { kind: "succeeded", outputs, state, identity };
  } finally {
    await log.flush();
  }
}

/** Two resources wanted the same thing at once: the other was first. */
function managedByAnother({ resource: { identity } }: Claim, rival: string): Outcome {
  const message = `"${identity}" is managed by ${rival}: a thing has one resource. Delete one of them, or adopt another`;
  return { kind: "rejected", message, facts: { field: "adopt" } };
}

/** Nothing is there, or its provider cannot tell any more: only a person can change that. */
function nothingToObserve({ provider, resource, capabilities }: NonNullable<Claim["type"]>): string {
  if (LOOK_METHODS.some((method) => capabilities.includes(method))) {
    return "There is nothing to observe: it does not exist. Create it, or set handling.mode to full";
  }
  return `${provider}/${resource} cannot be observed: its provider has no handler that reads it`;
}

/**
 * The current secrets: the handler learns more while it runs.
 * @throws DecryptionError
 */
function secretsOf(core: Core, claim: Claim): () => readonly string[] {
  const box = core.services.keyring.box(claim.organizationId);
  const secrets = claimSecrets(core, claim);
  let count = claim.told?.length ?? 0;
  return () => {
    for (const told of claim.told?.slice(count) ?? []) secrets.push(...collectSecrets(told, box));
    count = claim.told?.length ?? 0;
    return secrets;
  };
}

function contextOf(core: Core, claim: Claim): ProviderCallContext {
  const box = core.services.keyring.box(claim.organizationId);
  const { resource } = claim;
  const reveal = (value: Json): JsonObject => revealJson(value, box) as JsonObject;
  return {
    id: resource.id,
    name: resource.name,
    config: reveal(claim.payload),
    previous_config: claim.previousConfig === null ? null : reveal(claim.previousConfig),
    outputs: resource.outputs === null ? null : reveal(JSON.parse(resource.outputs) as Json),
    state: readState(core, claim.organizationId, resource),
    tags: resource.tags,
    operation_id: claim.eventId,
    ...previousOperation(claim),
    ...(claim.mayExist && { may_exist: true }),
    ...(isObserved(resource) && { observed: true }),
    attempt: claim.attempt,
    ...(claim.connection !== null && { connection: reveal(claim.connection) }),
    traceparent: formatTraceparent(claim.trace),
  };
}

/** A type that looks sees for itself what an earlier operation has left behind. */
function previousOperation({
  eventId,
  previousEventId,
  type,
}: Claim): Pick<ProviderCallContext, "previous_operation_id"> {
  if (
    previousEventId === null ||
    previousEventId === eventId ||
    LOOK_METHODS.some((method) => type?.capabilities.includes(method))
  )
    return {};
  return { previous_operation_id: previousEventId };
}

/** Nobody said that it is the resource's: it was left alone, and may be taken over. */
function alreadyExists(message: string, exists: string | null): Outcome {
  const remedy =
    exists === null
      ? "It cannot be taken over: nothing that may be shown identifies it"
      : `To take it over, declare adopt: ${JSON.stringify(exists)}`;
  return {
    kind: "rejected",
    message: `${message}. ${remedy}`,
    facts: { field: "config", exists },
  };
}

function outcomeOf(error: ProviderCallError): Outcome {
  switch (error.kind) {
    case "config":
      if (error.replace !== null) return { kind: "replace-needed", message: error.message, paths: error.replace };
      return error.exists === undefined
        ? { kind: "rejected", message: error.message, facts: { field: "config" } }
        : alreadyExists(error.message, error.exists);
    case "outputs":
      return { kind: "rejected", message: error.message, provisioned: true };
    case "cancelled":
      return { kind: "handed-back" };
    default:
      return error.retryAfter === null
        ? { kind: "failed", message: error.message }
        : { kind: "failed", message: error.message, retryAfterSeconds: error.retryAfter };
  }
}
