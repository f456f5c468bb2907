export { startTracing } from "./start-tracing.ts";
export type { Span, SpanAttributes, Tracer, Tracing } from "./tracer.ts";
