import type { FastifyRequest } from "fastify";

/** `Link` header that leads to the next page (RFC 8288): the same request with another cursor. */
export function nextPageLink(request: FastifyRequest, publicUrl: string, cursor: string): string {
  const url = new URL(request.url, publicUrl);
  url.searchParams.set("cursor", cursor);
  return `<${url.href}>; rel="next"`;
}
