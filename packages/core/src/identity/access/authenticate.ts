import { hash } from "node:crypto";
import type { TraceContext } from "@pragma/telemetry/trace-context";
import type { Caller, RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { loadSessionCaller, looksLikeSession } from "./session-caller.ts";
import { loadTokenCaller } from "./token-caller.ts";

/** Longer tokens are rejected unread. */
const MAX_LENGTH = 8192;

/**
 * The caller of a bearer token, an API token's or a session's, with its current rights. While the token is in use this costs a
 * hash and an in-memory look-up; the data behind the answer is at most 0.9 s old.
 *
 * @param correlationId the request's id
 * @param trace what the request is part of, if it is part of a trace
 * @returns null if the token is malformed, unknown, expired or revoked, or its holder left the organization
 */
export function authenticate(
  core: Core,
  bearer: string,
  correlationId: string,
  trace?: TraceContext,
): RequestContext | Promise<RequestContext | null> {
  const key = hash("sha256", bearer, "base64");
  const caller = core.services.callers.get(key);
  return caller === undefined
    ? load(core, key, bearer).then((loaded) => loaded && inRequest(loaded, correlationId, trace))
    : inRequest(caller, correlationId, trace);
}

async function load(core: Core, key: string, bearer: string): Promise<Caller | null> {
  if (bearer.length > MAX_LENGTH) return null;
  // An API token is renewed by its hash, so that no secret stays in memory.
  const loader = looksLikeSession(bearer)
    ? () => loadSessionCaller(core, bearer)
    : () => loadTokenCaller(core, Buffer.from(key, "base64"));
  return core.services.callers.load(key, loader);
}

function inRequest(caller: Caller, correlationId: string, trace: TraceContext | undefined): RequestContext {
  const { organizationId, organizationName, userId, email, tokenId, rateLimit, quotas, actor, scopes } = caller;
  return {
    organizationId,
    organizationName,
    userId,
    email,
    tokenId,
    rateLimit,
    quotas,
    actor,
    scopes,
    correlationId,
    trace,
  };
}
