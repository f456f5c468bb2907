import type { FastifyRequest } from "fastify";

/** What every log line about a request says: how to find all that belongs to it. */
export function requestFacts({ id, trace }: FastifyRequest): { correlation_id: string; trace_id?: string } {
  return trace ? { correlation_id: id, trace_id: trace.traceId } : { correlation_id: id };
}
