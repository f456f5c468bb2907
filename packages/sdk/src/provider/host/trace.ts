import type { Trace } from "../context.ts";

const TRACE_ID = { from: 3, to: 35 };

/** The trace of a valid `traceparent`; a new one, which nobody records, without. */
export function traceOf(traceparent: string = newTraceparent()): Trace {
  return { traceparent, traceId: traceparent.slice(TRACE_ID.from, TRACE_ID.to) };
}

function newTraceparent(): string {
  return `00-${randomDigits()}-${randomDigits().slice(0, 16)}-00`;
}

function randomDigits(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
