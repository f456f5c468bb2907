import type { Caller } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";
import type { RateStanding } from "./ledgers/rate-ledger.ts";

/**
 * Takes one of the requests that an organization may make per window. Most requests get an answer at once; those that
 * need a new slice wait for the database.
 */
export function takeRequest(
  core: Core,
  { organizationId, rateLimit }: Pick<Caller, "organizationId" | "rateLimit">,
): RateStanding | Promise<RateStanding> {
  return core.services.rates.take(core.db, organizationId, rateLimit ?? core.services.settings.rateLimit);
}

/** Takes several at once: all of them, or those that were left, and it is not admitted. */
export async function takeRequests(
  core: Core,
  { organizationId, rateLimit }: Pick<Caller, "organizationId" | "rateLimit">,
  amount: number,
): Promise<RateStanding> {
  const limit = rateLimit ?? core.services.settings.rateLimit;
  let standing = await core.services.rates.take(core.db, organizationId, limit);
  for (let taken = 1; taken < amount && standing.admitted; taken++) {
    standing = await core.services.rates.take(core.db, organizationId, limit);
  }
  return standing;
}
