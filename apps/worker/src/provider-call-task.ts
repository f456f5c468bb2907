import type { Json, JsonObject } from "@pragma/contract";
import {
  answerProviderCall,
  collectSecrets,
  createRedactor,
  type OpenQuestion,
  redactJson,
  revealJson,
} from "@pragma/core";
import { ProviderCallError } from "@pragma/runtime";
import { z } from "zod";
import type { EventRunner } from "./run-event.ts";

/** Payload of the job `provider-call`. */
const payloadSchema = z.object({ callId: z.uuid() });

/** The task that answers questions to a live provider: how a resource fares. */
export function providerCallTask(runner: EventRunner) {
  return async (payload: unknown): Promise<void> => {
    const { callId } = payloadSchema.parse(payload);
    await answerProviderCall(
      runner.core,
      callId,
      (question) => ask(runner, question),
      (error) => ({
        kind: error instanceof ProviderCallError && error.kind === "timeout" ? "timeout" : "failed",
        message: error instanceof Error ? error.message : String(error),
      }),
    );
  };
}

async function* ask(runner: EventRunner, question: OpenQuestion): AsyncGenerator<Json> {
  const { resource, organizationId } = question;
  const type = await runner.core.types.find(organizationId, resource.provider, resource.resource);
  const artefact = runner.providers.find(organizationId, resource.provider, type?.version ?? "");
  if (!artefact) throw new Error(`The provider ${resource.provider} is not running here`);
  const box = runner.core.keyring.box(organizationId);
  const config = JSON.parse(resource.handed_config ?? resource.config) as Json;
  const redact = createRedactor(collectSecrets(config, box));
  const reveal = (value: Json): JsonObject => revealJson(value, box) as JsonObject;
  const answer = await runner.supervisor.call({
    organizationId,
    artefact,
    type: resource.resource,
    method: "health",
    context: {
      id: resource.id,
      name: resource.name,
      config: reveal(config),
      previous_config: null,
      outputs: resource.outputs === null ? null : reveal(JSON.parse(resource.outputs) as Json),
      tags: resource.tags,
      operation_id: resource.pending_event_id ?? resource.id,
      attempt: 1,
    },
    deadlineMs: question.deadlineMs,
    signal: question.signal,
  });
  yield redactJson(answer as Json, redact);
}
