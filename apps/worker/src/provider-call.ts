import type { Json, JsonObject } from "@pragma/contract";
import {
  answerProviderCall,
  collectSecrets,
  createRedactor,
  type OpenQuestion,
  type QuestionFailure,
  redactJson,
  revealJson,
} from "@pragma/core";
import { ProviderCallError } from "@pragma/runtime";
import type { EventRunner } from "./run-event.ts";

/**
 * Answers a question to a live provider: how a resource fares.
 * @param goingDown aborts it, since the worker stops
 */
export async function answerCall(runner: EventRunner, callId: string, goingDown: AbortSignal): Promise<void> {
  await answerProviderCall(runner.core, callId, (question) => ask(runner, question, goingDown), describe);
}

/** An error whose message may be shown to who asked. */
class RedactedError extends Error {
  readonly isTimeout: boolean;

  constructor(message: string, isTimeout: boolean) {
    super(message);
    this.isTimeout = isTimeout;
  }
}

function describe(error: unknown): QuestionFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof RedactedError && error.isTimeout ? "timeout" : "failed", message };
}

async function* ask(runner: EventRunner, question: OpenQuestion, goingDown: AbortSignal): AsyncGenerator<Json> {
  const { resource, organizationId } = question;
  if (question.method !== "health") throw new Error(`No worker answers "${question.method}"`);
  const type = await runner.core.types.find(organizationId, resource.provider, resource.resource);
  const artefact = runner.providers.find(organizationId, resource.provider, type?.version ?? "");
  if (!artefact) throw new Error(`The provider ${resource.provider} is not running here`);
  const box = runner.core.keyring.box(organizationId);
  const config = JSON.parse(resource.handed_config ?? resource.config) as Json;
  const outputs = resource.outputs === null ? null : (JSON.parse(resource.outputs) as Json);
  const redact = createRedactor([...collectSecrets(config, box), ...collectSecrets(outputs, box)]);
  const reveal = (value: Json): JsonObject => revealJson(value, box) as JsonObject;
  try {
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
        outputs: outputs === null ? null : reveal(outputs),
        tags: resource.tags,
        operation_id: resource.pending_event_id ?? resource.id,
        attempt: 1,
      },
      deadlineMs: question.deadlineMs,
      signal: AbortSignal.any([question.signal, goingDown]),
    });
    yield redactJson(answer as Json, redact);
  } catch (error) {
    if (!(error instanceof ProviderCallError)) throw error;
    throw new RedactedError(redact(error.message), error.kind === "timeout");
  }
}
