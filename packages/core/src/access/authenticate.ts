import { hash } from "node:crypto";
import type { Caller, RequestContext } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";
import { loadSessionCaller, looksLikeSession } from "./session-caller.ts";
import { loadTokenCaller } from "./token-caller.ts";

/** Longer tokens are rejected unread. */
const MAX_LENGTH = 8192;

/**
 * Who a bearer token stands for, and what it may do now: an API token or a session. While the token is in use this
 * costs a hash and an in-memory look-up; the data behind the answer is at most 0.9 s old.
 *
 * @param correlationId the request's id
 * @returns null if the token is malformed, unknown, expired or revoked, or its holder left the organization
 */
export function authenticate(
  core: Core,
  bearer: string,
  correlationId: string,
): RequestContext | Promise<RequestContext | null> {
  const key = hash("sha256", bearer, "base64");
  const caller = core.services.callers.get(key);
  return caller === undefined ? load(core, key, bearer, correlationId) : inRequest(caller, correlationId);
}

async function load(core: Core, key: string, bearer: string, correlationId: string): Promise<RequestContext | null> {
  if (bearer.length > MAX_LENGTH) return null;
  // An API token is renewed by its hash, so that no secret stays in memory.
  const loader = looksLikeSession(bearer)
    ? () => loadSessionCaller(core, bearer)
    : () => loadTokenCaller(core, Buffer.from(key, "base64"));
  const caller = await core.services.callers.load(key, loader);
  return caller === null ? null : inRequest(caller, correlationId);
}

function inRequest(caller: Caller, correlationId: string): RequestContext {
  const { organizationId, organizationName, userId, email, tokenId, rateLimit, quotas, actor, scopes } = caller;
  return { organizationId, organizationName, userId, email, tokenId, rateLimit, quotas, actor, scopes, correlationId };
}
