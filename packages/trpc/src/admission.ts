import { type Core, DomainError, takeQuota } from "@pragma/core";

/** The organization used up its requests of this window. */
export class QuotaExceeded extends DomainError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("rate_limited", `Rate limit exceeded: try again in ${retryAfterSeconds} s`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Takes a call off its organization's quota, which is the one that REST counts on, over all replicas of both.
 * @throws QuotaExceeded
 */
export async function admit(core: Core, organizationId: string): Promise<void> {
  const { admitted, resetSeconds } = await takeQuota(core, organizationId);
  if (!admitted) throw new QuotaExceeded(resetSeconds);
}
