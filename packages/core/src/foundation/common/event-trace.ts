import { parseTraceparent, type TraceContext } from "@pragma/telemetry/trace-context";
import type { Tracer } from "@pragma/telemetry/traces";

/** An event's id, and what caused it. */
export interface TracedEvent {
  readonly id: string;
  /** As a `traceparent` header; null if what caused it is part of no trace. */
  readonly traceparent: string | null;
}

/**
 * The ids of an event's span, which every process derives alike. An event that is part of no trace begins one, named by
 * its own id: a UUID of version 7 has as many bits as a trace's id, and its last 8 bytes are random.
 */
export function eventSpanIds({ id, traceparent }: TracedEvent): Pick<TraceContext, "traceId" | "spanId"> {
  const digits = id.replaceAll("-", "");
  return { traceId: parseTraceparent(traceparent)?.traceId ?? digits, spanId: digits.slice(16) };
}

/**
 * The trace of work for an event: the event's span or, without a tracer, what caused the event, as if the platform were not in
 * between.
 */
export function eventTrace(event: TracedEvent, tracer: Tracer | null): TraceContext {
  const cause = parseTraceparent(event.traceparent);
  if (tracer === null && cause) return cause;
  return { ...eventSpanIds(event), sampled: tracer !== null && (cause?.sampled ?? true) };
}
