import type { Caller } from "../caller.ts";
import type { Core } from "../core.ts";
import type { RateStanding } from "./rate-ledger.ts";

/**
 * Takes one request off what an organization may make in a window. Answers at once for most requests, and waits for the database where a
 * slice has to be leased first.
 */
export function takeRequest(
  core: Core,
  { organizationId, rateLimit }: Pick<Caller, "organizationId" | "rateLimit">,
): RateStanding | Promise<RateStanding> {
  return core.rates.take(core.db, organizationId, rateLimit ?? core.settings.rateLimit);
}
