import type { Blocked } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findProgress } from "../../foundation/change-progress/find-progress.ts";

/** Finds actions of a change that wait for something outside it, or for something that has failed. */
export async function findBlocked(tenant: Tenant, changeId: string): Promise<readonly Blocked[]> {
  return (await findProgress(tenant, changeId)).blocked;
}
