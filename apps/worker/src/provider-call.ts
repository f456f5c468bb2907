import type { Json } from "@pragma/contract";
import {
  importOptionsSchema,
  listOptionsSchema,
  logsOptionsSchema,
  type ProviderImported,
  type ProviderListed,
  planOptionsSchema,
} from "@pragma/contract/provider-protocol";
import {
  answerProviderCall,
  type OpenQuestion,
  type QuestionFailure,
  sealImported,
  sealListed,
} from "@pragma/core/provider-calls";
import { collectSecrets } from "@pragma/core/secrets";
import type { KnownType } from "@pragma/core/types";
import type { JobPayload, providerCallJob } from "@pragma/jobs";
import { revealJson, type SecretBox } from "@pragma/language";
import { type ProviderCall, ProviderCallError, repeatAlone } from "@pragma/runtime";
import { formatTraceparent, parseTraceparent, type TraceContext } from "@pragma/telemetry/trace-context";
import { AnsweredError } from "./answered-error.ts";
import { checkNow } from "./checks/check-now.ts";
import type { EventRunner } from "./run-event.ts";
import { toldOfResource } from "./told-of-resource.ts";
import { traceCalls } from "./traces.ts";

/**
 * Answers a question to a live provider: the health of a resource, its own log, or what there is without a resource.
 * @param job names the question, and what it is part of
 * @param admit gives its organization a place, if there is one left
 * @param goingDown aborts it, since the worker stops
 */
export async function answerCall(
  runner: EventRunner,
  { callId, traceparent }: JobPayload<typeof providerCallJob>,
  admit: (organizationId: string) => (() => void) | undefined,
  goingDown: AbortSignal,
): Promise<void> {
  const runs = (organizationId: string, type: KnownType): boolean => runner.providers.runs(organizationId, type);
  const handler = (question: OpenQuestion) => ask(runner, question, parseTraceparent(traceparent), goingDown);
  await answerProviderCall(runner.core, callId, handler, describe, admit, runs, traceparent ?? null);
}

/** Methods that the API may call. */
const METHODS = ["health", "logs", "import", "list", "plan"] as const;
/** Lines of a log that go into one chunk of an answer. */
const LINES = 500;

function optionsOf(method: (typeof METHODS)[number], given: Json, box: SecretBox): Partial<ProviderCall> {
  if (method === "logs") return { logs: logsOptionsSchema.parse(given) };
  if (method === "plan") return { plan: planOptionsSchema.parse(revealJson(given, box)) };
  if (method === "list") return { page: listOptionsSchema.parse(given) };
  return method === "import" ? importOptionsSchema.parse(given) : {};
}

/** An answer in chunks: a log by its lines, anything else as it is. */
function inParts(answer: Json): Json[] {
  if (!Array.isArray(answer)) return [answer];
  return Array.from({ length: Math.ceil(answer.length / LINES) }, (_, index) =>
    answer.slice(index * LINES, (index + 1) * LINES),
  );
}

function describe(error: unknown): QuestionFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof AnsweredError && error.isTimeout ? "timeout" : "failed", message };
}

async function* ask(
  runner: EventRunner,
  question: OpenQuestion,
  trace: TraceContext | null,
  goingDown: AbortSignal,
): AsyncGenerator<Json> {
  if (question.method === "drift")
    return yield checkNow(runner, question, AbortSignal.any([question.signal, goingDown]));
  const { provider, resource, row, type, organizationId, config, connection } = question;
  const method = METHODS.find((known) => known === question.method);
  if (!method) throw new Error(`No worker answers "${question.method}"`);
  const artefact = await runner.providers.find(organizationId, provider, type?.version ?? "");
  if (!artefact) throw new Error(`The provider ${provider} is not running here`);
  const { context, secrets } = toldOfResource(runner.core, {
    ...{ organizationId, row, config, connection },
    operationId: row?.pending_event_id ?? row?.id ?? "",
  });
  const box = runner.core.services.keyring.box(organizationId);
  // What is to come may have other secrets than what is.
  const confidential = method === "plan" ? [...secrets, ...collectSecrets(question.arguments, box)] : secrets;
  const startedAt = performance.now();
  const { tracer } = runner.core.services;
  const caller = tracer
    ? traceCalls(runner.supervisor, tracer, { organizationId, resource: { provider, resource }, trace })
    : runner.supervisor;
  try {
    const call = (alone: boolean) =>
      caller.call({
        alone,
        organizationId,
        artefact,
        type: resource,
        method,
        secrets: () => confidential,
        ...optionsOf(method, question.arguments, box),
        context: { ...context, ...(trace && { traceparent: formatTraceparent(trace) }) },
        deadlineMs: Math.max(1, Math.floor(question.deadlineMs - (performance.now() - startedAt))),
        signal: AbortSignal.any([question.signal, goingDown]),
      });
    const answer = await repeatAlone(call);
    if (method === "list") yield sealListed(runner.core, question, answer as ProviderListed);
    else if (method === "import") yield sealImported(runner.core, question, answer as ProviderImported | null);
    else yield* inParts(answer as Json);
  } catch (error) {
    if (!(error instanceof ProviderCallError)) throw error;
    throw new AnsweredError(error.message, error.kind === "timeout");
  }
}
