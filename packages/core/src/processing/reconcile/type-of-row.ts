import type { ReconcileRow } from "@pragma/db/queries";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/**
 * The type of a resource at the moment when the row was read. Writes for it are guarded by the row's types version, so
 * an event is handed over with the type in force when it is claimed, or not at all.
 * @returns undefined if there is no such type
 * @throws ConcurrentChange if the types were replaced since
 */
export async function typeOfRow(core: Core, organizationId: string, row: ReconcileRow): Promise<KnownType | undefined> {
  const types = await core.types.at(organizationId, row.types_version);
  if (types.version !== row.types_version) throw new ConcurrentChange();
  return types.find(row.provider, row.resource);
}
