import type { TraceContext } from "./trace-context.ts";

/**
 * Attributes of a span. Never a config, an output, or the name of a resource: traces leave the installation, and the
 * name of a secret is one.
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanStart {
  readonly name: string;
  /** `server` answers a request, `client` makes one; `producer` queues work, `consumer` does it. */
  readonly kind: "server" | "client" | "producer" | "consumer";
  /** The span that it is part of; it begins a trace without one. */
  readonly parent?: TraceContext | null;
  /** Its ids, where others must know them before it exists. The trace's counts only without a parent. */
  readonly ids?: Pick<TraceContext, "traceId" | "spanId">;
  /** Spans that caused it without being its parent. */
  readonly links?: readonly TraceContext[];
  readonly attributes?: SpanAttributes;
  /** Start by `Date.now()`, if it began earlier. */
  readonly startedAt?: number;
}

export interface Span {
  /** The parent of what is done within it. */
  readonly context: TraceContext;
  set(attributes: SpanAttributes): void;
  /** @param failed marks it as an error, without words: messages may quote values */
  end(failed?: boolean): void;
}

/** Makes spans. Starting and ending one never fails, and waits for nothing. */
export interface Tracer {
  start(span: SpanStart): Span;
}

/** A tracer that sends its spans to a collector. */
export interface Tracing extends Tracer {
  /** Sends what is left, for 5 seconds at most. */
  close(): Promise<void>;
}
