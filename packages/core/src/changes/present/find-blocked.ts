import type { Blocked } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findProgress } from "../../foundation/change-progress/find-progress.ts";

/** What of a change waits for something outside it, or for something that has failed. */
export async function findBlocked(tenant: Tenant, changeId: string): Promise<readonly Blocked[]> {
  return (await findProgress(tenant, changeId)).blocked;
}
