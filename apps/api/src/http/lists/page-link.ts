import type { FastifyRequest } from "fastify";

/**
 * `Link` header that leads to the next page (RFC 8288): the same request with another cursor.
 * @param publicUrl where clients reach the API; it may have a path
 */
export function nextPageLink(request: FastifyRequest, publicUrl: string, cursor: string): string {
  // Everything after the first question mark: further ones are part of a value.
  const [path = "", ...search] = request.url.split("?");
  const query = new URLSearchParams(search.join("?"));
  query.set("cursor", cursor);
  return `<${publicUrl}${path}?${query.toString()}>; rel="next"`;
}
