import type { Core } from "@pragma/core";
import type { Attempted, Claim } from "@pragma/core/reconcile";
import type { ProviderCaller } from "@pragma/runtime";
import { formatTraceparent } from "@pragma/telemetry/trace-context";
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

/** Makes calls for a claimed event with a span each, and hands the provider that span as its `traceparent`. */
export function traceCalls(caller: ProviderCaller, tracer: Tracer, claim: Claim): ProviderCaller {
  return {
    async call(call) {
      const span = tracer.start({
        name: `call ${typeOf(claim)} ${call.method}`,
        kind: "client",
        parent: claim.trace,
        attributes: {
          ...attributesOf(claim),
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

function attributesOf(claim: Attempted): SpanAttributes {
  return { "pragma.organization.id": claim.organizationId, "pragma.resource.type": typeOf(claim) };
}

function typeOf({ resource: { provider, resource } }: Attempted): string {
  return `${provider}/${resource}`;
}
