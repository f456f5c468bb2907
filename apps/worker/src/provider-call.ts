import type { Json, JsonObject } from "@pragma/contract";
import { logsOptionsSchema } from "@pragma/contract/provider-protocol";
import { answerProviderCall, type OpenQuestion, type QuestionFailure } from "@pragma/core/provider-calls";
import { collectSecrets } from "@pragma/core/secrets";
import type { KnownType } from "@pragma/core/types";
import { revealJson } from "@pragma/language";
import { ProviderCallError, repeatAlone } from "@pragma/runtime";
import type { EventRunner } from "./run-event.ts";

/**
 * Answers a question to a live provider: the health of a resource, or its own log.
 * @param admit gives its organization a place, if there is one left
 * @param goingDown aborts it, since the worker stops
 */
export async function answerCall(
  runner: EventRunner,
  callId: string,
  admit: (organizationId: string) => (() => void) | undefined,
  goingDown: AbortSignal,
): Promise<void> {
  const runs = (organizationId: string, type: KnownType): boolean => runner.providers.runs(organizationId, type);
  await answerProviderCall(runner.core, callId, (question) => ask(runner, question, goingDown), describe, admit, runs);
}

/** What the API may ask. */
const METHODS = ["health", "logs"] as const;
/** Lines of a log that go into one chunk of an answer. */
const LINES = 500;

/** An answer in chunks: a log by its lines, anything else as it is. */
function inParts(answer: Json): Json[] {
  if (!Array.isArray(answer)) return [answer];
  return Array.from({ length: Math.ceil(answer.length / LINES) }, (_, index) =>
    answer.slice(index * LINES, (index + 1) * LINES),
  );
}

/** An error whose message may be shown to the caller: it does not contain secrets that the process was given. */
class AnsweredError extends Error {
  readonly isTimeout: boolean;

  constructor(message: string, isTimeout: boolean) {
    super(message);
    this.isTimeout = isTimeout;
  }
}

function describe(error: unknown): QuestionFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof AnsweredError && error.isTimeout ? "timeout" : "failed", message };
}

async function* ask(runner: EventRunner, question: OpenQuestion, goingDown: AbortSignal): AsyncGenerator<Json> {
  const { resource, type, organizationId } = question;
  const method = METHODS.find((known) => known === question.method);
  if (!method) throw new Error(`No worker answers "${question.method}"`);
  const artefact = await runner.providers.find(organizationId, resource.provider, type?.version ?? "");
  if (!artefact) throw new Error(`The provider ${resource.provider} is not running here`);
  const box = runner.core.services.keyring.box(organizationId);
  const config = JSON.parse(resource.handed_config ?? resource.config) as Json;
  const outputs = resource.outputs === null ? null : (JSON.parse(resource.outputs) as Json);
  const secrets = [...collectSecrets(config, box), ...collectSecrets(outputs, box)];
  const reveal = (value: Json): JsonObject => revealJson(value, box) as JsonObject;
  const startedAt = performance.now();
  try {
    const call = (alone: boolean) =>
      runner.supervisor.call({
        alone,
        organizationId,
        artefact,
        type: resource.resource,
        method,
        secrets: () => secrets,
        ...(method === "logs" && { logs: logsOptionsSchema.parse(question.arguments) }),
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
        deadlineMs: Math.max(1, Math.floor(question.deadlineMs - (performance.now() - startedAt))),
        signal: AbortSignal.any([question.signal, goingDown]),
      });
    const answer = await repeatAlone(call);
    yield* inParts(answer as Json);
  } catch (error) {
    if (!(error instanceof ProviderCallError)) throw error;
    throw new AnsweredError(error.message, error.kind === "timeout");
  }
}
