import type { Json, JsonObject, LogEntry } from "@pragma/contract";
import type { ProviderCallContext } from "@pragma/contract/provider-protocol";
import {
  type Claim,
  type Core,
  collectSecrets,
  createRedactor,
  type Outcome,
  revealJson,
  runBuiltIn,
} from "@pragma/core";
import { executeEvent, ProviderCallError, type ProviderSupervisor } from "@pragma/runtime";
import type { ProviderCatalog } from "./provider-catalog.ts";

/** What running an event needs. */
export interface EventRunner {
  core: Core;
  supervisor: ProviderSupervisor;
  providers: ProviderCatalog;
  deadlineMs: number;
  /** Gets what the handler logs, redacted. */
  onLog: (claim: Claim, entry: LogEntry) => void;
}

/**
 * Hands a claimed event to its provider and turns whatever happens into an outcome. It never throws.
 * @param signal cancels the handler; the outcome then is `handed-back`
 */
export async function runEvent(runner: EventRunner, claim: Claim, signal: AbortSignal): Promise<Outcome> {
  try {
    if (claim.resource.provider === "pragma") return await runBuiltIn(runner.core, claim);
    return await callProvider(runner, claim, signal);
  } catch (error) {
    if (error instanceof ProviderCallError) return outcomeOf(error);
    runner.core.logger.error(
      { err: error, correlation_id: claim.correlationId, resource: claim.key },
      "an event could not be run",
    );
    return {
      kind: "failed",
      message: `The platform could not run it: ${error instanceof Error ? error.message : error}`,
    };
  }
}

async function callProvider(runner: EventRunner, claim: Claim, signal: AbortSignal): Promise<Outcome> {
  const { provider, resource } = claim.resource;
  const artefact = runner.providers.find(claim.organizationId, provider, claim.type?.version ?? "");
  if (!artefact || !claim.type) {
    return { kind: "failed", message: `The provider ${provider} is not running here`, retryAfterSeconds: 10 };
  }
  const box = runner.core.keyring.box(claim.organizationId);
  const redact = createRedactor(collectSecrets(claim.payload, box));
  const outputs = await executeEvent(runner.supervisor, {
    organizationId: claim.organizationId,
    artefact,
    type: resource,
    event: claim.eventType,
    methods: ["create", "update", "delete", ...(claim.type.capabilities as "observe"[])],
    context: contextOf(runner.core, claim),
    deadlineMs: runner.deadlineMs,
    signal,
    onLog: (entry) => runner.onLog(claim, { ...entry, message: redact(entry.message) }),
  });
  return { kind: "succeeded", outputs };
}

function contextOf(core: Core, claim: Claim): ProviderCallContext {
  const box = core.keyring.box(claim.organizationId);
  const { resource } = claim;
  const reveal = (value: Json): JsonObject => revealJson(value, box) as JsonObject;
  return {
    id: resource.id,
    name: resource.name,
    config: reveal(claim.payload),
    previous_config: claim.previousConfig === null ? null : reveal(claim.previousConfig),
    outputs: resource.outputs === null ? null : reveal(JSON.parse(resource.outputs) as Json),
    tags: resource.tags,
    operation_id: claim.eventId,
    attempt: claim.attempt,
  };
}

function outcomeOf(error: ProviderCallError): Outcome {
  switch (error.kind) {
    case "config":
      return { kind: "rejected", message: error.message };
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
