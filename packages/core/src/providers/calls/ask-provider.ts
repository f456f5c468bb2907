import type { Json } from "@pragma/contract";
import { endProviderCall, insertProviderCall, readProviderCallChunks } from "@pragma/db/queries";
import { formatTraceparent } from "@pragma/telemetry/trace-context";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { newId } from "../../foundation/common/new-id.ts";
import { Signal } from "../../foundation/common/signal.ts";
import { CALLS_CHANNEL } from "../../foundation/common/wake-up.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** What a question is about that no resource has: things of a type. */
export interface QuestionSubject {
  provider: string;
  resource: string;
  /** Key of the connection to ask through; null for none. */
  connection: string | null;
  /** What is known of the config, sensitive values sealed. */
  config: Json;
}

export interface ProviderQuestion {
  about: { resourceKey: string } | { subject: QuestionSubject };
  method: "health" | "logs" | "drift" | "import" | "list" | "plan";
  arguments?: Json;
  /** For the whole answer. */
  timeoutMs: number;
}

/** Polls at least this often, in case a notification is lost. */
const POLL_MS = 250;

/**
 * Asks a live provider something through a worker, since the API runs no providers. The answer arrives in chunks.
 *
 * Question and job are written in one statement, so neither exists without the other. When the reader leaves, the
 * question is removed, and the provider's handler is aborted.
 *
 * @param signal aborts when the client disconnects; the iteration then ends
 * @throws DomainError provider_timeout, provider_failed
 * @throws Error inside a transaction: no worker would see the question
 */
export async function* askProvider(
  core: Core,
  context: RequestContext,
  question: ProviderQuestion,
  signal?: AbortSignal,
): AsyncGenerator<Json> {
  if (core.db.inTransaction) throw new Error("A provider cannot be asked inside a transaction: no worker sees it");
  const tenant = core.db.tenant(context.organizationId);
  const id = newId();
  const { about, method, timeoutMs } = question;
  const who = "subject" in about ? `${about.subject.provider}/${about.subject.resource}` : about.resourceKey;
  const news = new Signal();
  const unlisten = core.services.listener.listen(CALLS_CHANNEL, (payload) => {
    if (payload === null || payload === id) news.raise();
  });
  const deadline = performance.now() + timeoutMs;
  let next = 0;
  let ended = false;
  try {
    await insertProviderCall(tenant, {
      id,
      about: "subject" in about ? { subject: JSON.stringify(about.subject) } : about,
      method,
      arguments: JSON.stringify(question.arguments ?? {}),
      timeoutMs,
      traceparent: context.trace ? formatTraceparent(context.trace) : null,
    });
    core.wakeUp.jobAdded();
    while (signal?.aborted !== true) {
      for (const chunk of await readProviderCallChunks(tenant, id, next)) {
        next = chunk.sequence + 1;
        ended = chunk.kind !== "data";
        if (chunk.kind === "end") return;
        const body = JSON.parse(chunk.body) as Json;
        if (chunk.kind === "error") throw failure(who, body);
        yield body;
      }
      const left = deadline - performance.now();
      if (left <= 0) throw timeout(who, timeoutMs);
      await news.wait(Math.min(POLL_MS, left), signal);
    }
  } finally {
    unlisten();
    const claimed = await endProviderCall(tenant, id);
    if (claimed && !ended) core.wakeUp.cancelled(id);
  }
}

function timeout(who: string, timeoutMs: number): DomainError {
  return new DomainError("provider_timeout", `The provider of ${who} did not answer within ${timeoutMs / 1000} s`);
}

function failure(who: string, body: Json): DomainError {
  const { kind, message } = body as { kind: string; message: string };
  const code = kind === "timeout" ? "provider_timeout" : "provider_failed";
  return new DomainError(code, `The provider of ${who} failed: ${message}`);
}
