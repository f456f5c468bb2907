import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Headers of every answer. JSON is never to be sniffed as something else, framed, or kept by a shared cache: what one
 * token may read another may not.
 */
export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-request-id", request.id);
  reply.header("x-content-type-options", "nosniff");
  reply.header("cache-control", "private, no-cache");
}
