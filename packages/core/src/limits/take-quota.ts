import type { Core } from "../core.ts";
import type { Quota } from "./quota-ledger.ts";

/**
 * Takes one request off an organization's quota. Answers at once for most requests, and waits for the database where a
 * slice has to be leased first.
 */
export function takeQuota(core: Core, organizationId: string): Quota | Promise<Quota> {
  return core.quotas.take(core.db, organizationId);
}
