import { type FileClient, keyOf } from "./file-client.ts";
import type { Query } from "./patient-query.ts";

/** Later than any check is planned for. */
const NEVER = "2100-01-01";
/** Files that are made before the first of them is updated: its first check is most often planned by then. */
const LAG = 4;

/**
 * Makes one file after another, and updates each a little later, until `over` aborts. Before an update its check is put off for
 * good, so that {@link findUnplanned} finds those for which the update has not planned another: at least one is.
 */
export async function applyOn(files: FileClient, query: Query, lane: string, over: AbortSignal): Promise<void> {
  let putOff = 0;
  for (let count = 0; !over.aborted || putOff === 0; count++) {
    await files.apply(`${lane}-${count}`, "made");
    if (count < LAG) continue;
    const earlier = `${lane}-${count - LAG}`;
    const never = `UPDATE drift_checks SET due_at = '${NEVER}' WHERE resource_key = $1 RETURNING resource_key`;
    putOff += (await query(never, [keyOf(earlier)])).length;
    await files.apply(earlier, "updated");
  }
}

/** Files without a check that was planned after their last success. */
export function findUnplanned(query: Query): Promise<object[]> {
  return query(
    `SELECT r.key, d.due_at FROM resources r
       LEFT JOIN drift_checks d ON d.organization_id = r.organization_id AND d.resource_key = r.key
     WHERE r.provider = 'fs' AND (d.due_at IS NULL OR d.due_at >= '${NEVER}')`,
  );
}
