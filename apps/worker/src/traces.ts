import type { Core } from "@pragma/core";
import type { Attempted } from "@pragma/core/reconcile";
import type { ProviderCaller } from "@pragma/runtime";
import { formatTraceparent, type TraceContext } from "@pragma/telemetry/trace-context";
import type { Span, SpanAttributes, Tracer } from "@pragma/telemetry/traces";
import type { AttemptWord } from "./attempt-word.ts";

/**
 * Begins the span of an attempt, if there is a tracer: what its handler does is part of that.
 * @param claimedAt when the claim was requested, by `performance.now()`
 * @returns ends it, with what came of the attempt; without a word if that could not be written. Once ended it stays so
 */
export function traceAttempt({ services }: Core, claim: Attempted, claimedAt: number): (word?: AttemptWord) => void {
  if (services.tracer === null) return () => {};
  let span: Span | null = services.tracer.start({
    name: `attempt ${typeOf(claim)} ${claim.eventType}`,
    kind: "consumer",
    parent: claim.trace,
    startedAt: Date.now() - (performance.now() - claimedAt),
    attributes: {
      ...attributesOf(claim),
      "pragma.event.id": claim.eventId,
      "pragma.event.type": claim.eventType,
      "pragma.resource.generation": claim.generation,
      "pragma.attempt": claim.attempt,
    },
  });
  claim.trace = span.context;
  return (word) => {
    if (word) span?.set({ "pragma.outcome": word });
    span?.end(word === undefined || word === "failed" || word === "retried");
    span = null;
  };
}

/** Subject of calls, and the trace they are part of. */
interface TracedCalls {
  readonly organizationId: string;
  readonly resource: { readonly provider: string; readonly resource: string };
  /** Null if they are part of no trace; then each begins one. */
  readonly trace: TraceContext | null;
}

/**
 * Makes calls for a claimed event, or for a question, with a span each, and hands the provider that span as its
 * `traceparent`.
 */
export function traceCalls(caller: ProviderCaller, tracer: Tracer, subject: TracedCalls): ProviderCaller {
  return {
    async call(call) {
      const span = tracer.start({
        name: `call ${typeOf(subject)} ${call.method}`,
        kind: "client",
        parent: subject.trace,
        attributes: {
          ...attributesOf(subject),
          "pragma.provider.version": call.artefact.version,
          "pragma.provider.method": call.method,
        },
      });
      const context = { ...call.context, traceparent: formatTraceparent(span.context) };
      let failed = true;
      try {
        const answer = await caller.call({ ...call, context });
        failed = false;
        return answer;
      } finally {
        span.end(failed);
      }
    },
  };
}

type Subject = Pick<TracedCalls, "organizationId" | "resource">;

function attributesOf(subject: Subject): SpanAttributes {
  return { "pragma.organization.id": subject.organizationId, "pragma.resource.type": typeOf(subject) };
}

function typeOf({ resource: { provider, resource } }: Subject): string {
  return `${provider}/${resource}`;
}
