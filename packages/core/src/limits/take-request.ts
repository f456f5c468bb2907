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
