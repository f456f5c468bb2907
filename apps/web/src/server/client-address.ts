import type { IncomingMessage } from "node:http";

/** Set on each request by this server, whatever the client sent. */
export const ADDRESS_HEADER = "x-pragma-client-address";

/**
 * The client's address: the peer's, or behind `proxies` trusted ones the entry that the outermost of them added to
 * X-Forwarded-For. What a client itself put there is further to the left, and not looked at.
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
