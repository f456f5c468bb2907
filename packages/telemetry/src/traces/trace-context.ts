/** A position in a trace: the span that what follows belongs to. */
export interface TraceContext {
  /** 32 hexadecimal digits, in lower case, not all zero. */
  readonly traceId: string;
  /** 16 of them. */
  readonly spanId: string;
  /** Whether that span is recorded. */
  readonly sampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[\x21-\x7e]{0,200})?$/;
const SAMPLED = 1;

/**
 * Reads a `traceparent` header (W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header).
 * @returns null unless it is valid: an invalid one counts as absent. A later version than 00 may have more fields, which
 *   are ignored
 */
export function parseTraceparent(header: unknown): TraceContext | null {
  const found = typeof header === "string" ? TRACEPARENT.exec(header) : null;
  if (!found) return null;
  const [, version = "", traceId = "", spanId = "", flags = "", more] = found;
  if (version === "ff" || (version === "00" && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

/** The `traceparent` header of a context, 55 characters, as version 00. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;
}
