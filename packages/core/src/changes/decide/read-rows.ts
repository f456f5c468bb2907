import { areLargerThan, type ResourceRow, readResources } from "@pragma/db/queries";
import pLimit from "p-limit";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { validationError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** Resources per statement. */
const BATCH = 250;
/** Statements at once: the database reads the next batch while the rows of the one before it are parsed. */
const AT_ONCE = 2;
/** Size limit of the rows: all of them are in memory while a change is decided. */
export const MAX_ROW_BYTES = 128 * 1024 * 1024;

/**
 * Those of many resources that exist, by key.
 * @throws DomainError validation_failed of type `plan_too_large` if they are too large to be read at once
 */
export async function readRows(
  core: Core,
  { organizationId }: Pick<RequestContext, "organizationId">,
  keys: readonly string[],
): Promise<Map<string, ResourceRow>> {
  const tenant = core.db.tenant(organizationId);
  const wanted = [...new Set(keys)].sort();
  if (await areLargerThan(tenant, wanted, MAX_ROW_BYTES)) {
    const msg = "The resources that the documents name hold more than 128 MiB: split the change into smaller ones";
    throw validationError([{ loc: ["body", "documents"], msg, type: "plan_too_large" }]);
  }
  const atOnce = pLimit(AT_ONCE);
  const batches = Array.from({ length: Math.ceil(wanted.length / BATCH) }, (_, batch) =>
    wanted.slice(batch * BATCH, (batch + 1) * BATCH),
  );
  const rows = await atOnce.map(batches, (batch) => readResources(tenant, batch));
  return new Map(rows.flat().map((row) => [row.key, row]));
}
