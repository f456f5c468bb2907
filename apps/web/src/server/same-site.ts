import "server-only";
import { services } from "./services.ts";

/**
 * Whether a request that changes something was sent by a page of this site. Browsers send the origin with each such
 * request; programs without cookies have no reason to call this server.
 */
export function isFromThisSite(request: Request): boolean {
  const origin = request.headers.get("origin");
  return origin !== null && origin === new URL(services().env.settings.publicWebUrl).origin;
}
