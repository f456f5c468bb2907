import { readRequests } from "@pragma/db/queries";
import type { Caller } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";
import type { RateStanding } from "./ledgers/rate-ledger.ts";

/**
 * Where an organization stands, without taking a request off. Read from the database, so any process may ask.
 * What replicas of the API have leased and not used yet counts as used: at most a twentieth of the limit each.
 */
export async function readRateLimit(
  core: Core,
  caller: Pick<Caller, "organizationId" | "rateLimit">,
): Promise<RateStanding> {
  const { rateLimitWindowSeconds: windowSeconds } = core.services.settings;
  const limit = caller.rateLimit ?? core.services.settings.rateLimit;
  const { used, ms_left } = await readRequests(core.db.tenant(caller.organizationId), windowSeconds);
  return {
    admitted: used < limit,
    limit,
    remaining: Math.max(0, limit - used),
    resetSeconds: Math.max(1, Math.ceil(ms_left / 1000)),
    windowSeconds,
  };
}
