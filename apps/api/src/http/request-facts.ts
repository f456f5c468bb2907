import type { FastifyRequest } from "fastify";

/** Facts in every log line about a request, to find all that belongs to it. */
export function requestFacts({ id, trace }: FastifyRequest): { correlation_id: string; trace_id?: string } {
  return trace ? { correlation_id: id, trace_id: trace.traceId } : { correlation_id: id };
}
