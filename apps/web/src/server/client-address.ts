import type { IncomingMessage } from "node:http";

/** This server sets it on each request, whatever the client sent. */
export const ADDRESS_HEADER = "x-pragma-client-address";

/**
 * The client's address: the peer's, or behind `proxies` trusted ones the entry that the outermost of them added to
 * X-Forwarded-For. Entries from the client itself are further to the left, and ignored.
 */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const peer = request.socket.remoteAddress ?? "unknown";
  if (proxies === 0) return peer;
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",");
  const chain = forwarded
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return chain.at(-proxies) ?? peer;
}
