import { type ChangeCounts, NO_COUNTS } from "@pragma/contract";
import type { Database, Tenant } from "@pragma/db";
import {
  closeActions,
  isChangeRunning,
  lockChange,
  settleChange as save,
  settleActions,
  tallyActions,
} from "@pragma/db/queries";
import { findProgress } from "./find-progress.ts";

/**
 * Looks whether a change is over: nothing of it goes on, and nothing waits for something outside. What waits for a failure
 * of the change itself counts as failed; it stays open beneath that, so that a retry lets it go on.
 * @returns whether it is over
 */
export function settleChange(db: Database, organizationId: string, id: string): Promise<boolean> {
  return db.transaction((unit) => settleIn(unit.tenant(organizationId), id));
}

/** The same, in the transaction of the tenant. */
export async function settleIn(tenant: Tenant, id: string): Promise<boolean> {
  if (await isChangeRunning(tenant, id)) return false;
  const change = await lockChange(tenant, id);
  // Actions that wait below a failure may share an event that goes on without the change.
  if (change?.status === "applying" || change?.status === "failed") await settleActions(tenant, id);
  if (change?.status !== "applying") return true;
  const progress = await findProgress(tenant, id);
  await closeActions(
    tenant,
    id,
    progress.lost.map(({ key }) => ({ key, state: "superseded" as const, error: null })),
  );
  if (progress.goesOn || progress.waitsOutside) return false;
  await closeActions(
    tenant,
    id,
    progress.untouched.map((key) => ({ key, state: "succeeded" as const, error: null })),
  );
  const tally = await tallyActions(tenant, id);
  const failed =
    change.ended_at !== null || progress.stuck.length > 0 || tally.some(({ outcome }) => outcome === "failed");
  await save(tenant, id, failed ? "failed" : "succeeded", JSON.stringify(countsOf(change.counts, tally)));
  return true;
}

/** Followers may have been found while it ran. */
function countsOf(stored: string, tally: readonly { action: string; count: number }[]): ChangeCounts {
  const counts: ChangeCounts = { ...NO_COUNTS };
  for (const { action, count } of tally) {
    if (action in counts) counts[action as keyof ChangeCounts] += count;
  }
  counts.unchanged = (JSON.parse(stored) as ChangeCounts).unchanged;
  return counts;
}
