import { type ResourceRow, readResources } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";

/** Resources per statement. */
const BATCH = 250;

/** Those of many resources that exist, by key. */
export async function readRows(
  core: Core,
  { organizationId }: RequestContext,
  keys: readonly string[],
): Promise<Map<string, ResourceRow>> {
  const rows = new Map<string, ResourceRow>();
  for (let from = 0; from < keys.length; from += BATCH) {
    const batch = await readResources(core.db.tenant(organizationId), keys.slice(from, from + BATCH));
    for (const row of batch) rows.set(row.key, row);
  }
  return rows;
}
