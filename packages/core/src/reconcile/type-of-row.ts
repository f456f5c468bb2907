import type { ReconcileRow } from "@pragma/db/queries";
import { ConcurrentChange } from "../common/retry-on-conflict.ts";
import type { KnownType } from "../types/index.ts";
import type { Core } from "../unit-of-work/core.ts";

/**
 * The type of a resource as of the moment when it was read. What is written for it holds the types by the version that
 * the row tells of, so that an event is handed over with the type that is in force when it is claimed, or not at all.
 * @returns undefined if there is no such type
 * @throws ConcurrentChange if they were replaced since
 */
export async function typeOfRow(core: Core, organizationId: string, row: ReconcileRow): Promise<KnownType | undefined> {
  const types = await core.types.at(organizationId, row.types_version);
  if (types.version !== row.types_version) throw new ConcurrentChange();
  return types.find(row.provider, row.resource);
}
