import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Headers of every response. JSON must never be sniffed as something else, framed, or stored by a shared cache: another
 * token may not be allowed to read it.
 */
export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-request-id", request.id);
  reply.header("x-content-type-options", "nosniff");
  reply.header("cache-control", "private, no-cache");
}
