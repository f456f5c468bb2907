import { readRequests } from "@pragma/db/queries";
import type { Caller } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";
import type { RateStanding } from "./ledgers/rate-ledger.ts";

/**
 * The rate limit state of an organization, without taking a request. Reads the database, so any process may call it.
 * Unused leases of API replicas count as used: at most a twentieth of the limit each.
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
