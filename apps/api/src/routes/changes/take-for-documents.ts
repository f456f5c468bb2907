import type { FastifyReply, FastifyRequest } from "fastify";
import { takeMoreRequests } from "../../http/admission.ts";

/** Documents that count as one more request. */
const DOCUMENTS_PER_REQUEST = 20;

/** Takes what deciding documents costs from the rate limit, beside the request. @throws HttpError 429 */
export function takeForDocuments(
  request: FastifyRequest,
  reply: FastifyReply,
  documents: readonly unknown[] = [],
): Promise<void> {
  return takeMoreRequests(request, reply, Math.floor(documents.length / DOCUMENTS_PER_REQUEST));
}
