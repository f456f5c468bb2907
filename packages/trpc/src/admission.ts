import type { Core } from "@pragma/core";
import type { RequestContext } from "@pragma/core/callers";
import { DomainError } from "@pragma/core/errors";
import { takeRequest, takeRequests } from "@pragma/core/limits";

/** The organization has used up its requests in this window. */
export class RateExceeded extends DomainError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("rate_limited", `Rate limit exceeded: try again in ${retryAfterSeconds} s`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Takes a call off the organization's rate limit, which it shares with REST, across all replicas of both.
 * @throws RateExceeded
 */
export async function admit(core: Core, caller: Pick<RequestContext, "organizationId" | "rateLimit">): Promise<void> {
  const { admitted, resetSeconds } = await takeRequest(core, caller);
  if (!admitted) throw new RateExceeded(resetSeconds);
}

/**
 * Takes a large call off it as several, as REST does.
 * @param more besides the one that it was admitted as
 * @throws RateExceeded if the organization has not so many left
 */
export async function admitMore(
  core: Core,
  caller: Pick<RequestContext, "organizationId" | "rateLimit">,
  more: number,
): Promise<void> {
  if (more === 0) return;
  const { admitted, resetSeconds } = await takeRequests(core, caller, more);
  if (!admitted) throw new RateExceeded(resetSeconds);
}
