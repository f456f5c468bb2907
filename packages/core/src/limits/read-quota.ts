import { readQuota as readRow } from "@pragma/db/queries";
import type { Core } from "../core.ts";
import type { Quota } from "./quota-ledger.ts";

/**
 * Where an organization stands, without taking anything off its quota. Read from the database, so any process may ask.
 * What replicas of the API have leased and not used yet counts as used: at most a twentieth of the limit each.
 */
export async function readQuota(core: Core, organizationId: string): Promise<Quota> {
  const { rateLimit: limit, rateLimitWindowSeconds: windowSeconds } = core.settings;
  const { used, ms_left } = await readRow(core.db.tenant(organizationId), windowSeconds);
  return {
    admitted: used < limit,
    limit,
    remaining: Math.max(0, limit - used),
    resetSeconds: Math.max(1, Math.ceil(ms_left / 1000)),
    windowSeconds,
  };
}
