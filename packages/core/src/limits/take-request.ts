import type { Caller } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";
import type { RateStanding } from "./ledgers/rate-ledger.ts";

/**
 * Takes one request off what an organization may make in a window. Answers at once for most requests, and waits for the database where a
 * slice has to be leased first.
 */
export function takeRequest(
  core: Core,
  { organizationId, rateLimit }: Pick<Caller, "organizationId" | "rateLimit">,
): RateStanding | Promise<RateStanding> {
  return core.services.rates.take(core.db, organizationId, rateLimit ?? core.services.settings.rateLimit);
}
