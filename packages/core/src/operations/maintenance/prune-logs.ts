import { findLoggedResources, removeOldLogs } from "@pragma/db/maintenance";
import type { Core } from "../../foundation/unit-of-work/core.ts";

const BATCH = 1000;

/**
 * Deletes logs of resources that are gone, a week after they were written: a handler may log while its resource is
 * removed. Walks from resource to resource, not from line to line.
 * @param signal stops it between two statements
 */
export async function pruneLogs(core: Core, signal?: AbortSignal): Promise<void> {
  let place = { organization_id: "00000000-0000-0000-0000-000000000000", key: "" };
  while (!signal?.aborted) {
    const logged = await findLoggedResources(core.db, place, BATCH);
    for (const { organization_id, key, gone } of logged) {
      if (gone) await removeOldLogs(core.db.tenant(organization_id), key);
    }
    const last = logged.at(-1);
    if (last === undefined || logged.length < BATCH) return;
    place = last;
  }
}
