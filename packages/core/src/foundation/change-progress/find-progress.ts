import type { Tenant } from "@pragma/db";
import { findBlockers, findOpenActions } from "@pragma/db/queries";
import { type Progress, progressOf } from "./progress.ts";

/** Where the open actions of a change stand now. */
export async function findProgress(tenant: Tenant, changeId: string): Promise<Progress> {
  const open = await findOpenActions(tenant, changeId);
  const keys = [...new Set(open.flatMap(({ waits_for }) => waits_for ?? []))];
  return progressOf(open, keys.length === 0 ? [] : await findBlockers(tenant, changeId, keys));
}
