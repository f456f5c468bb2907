import type { Json } from "@pragma/contract";
import { isDeletionBlocked, type ReconcileRow } from "@pragma/db/queries";
import { asRead, handOverDeletion, nextAttempt, remove, write } from "../lifecycle/index.ts";
import type { Core } from "../unit-of-work/core.ts";
import { type Claim, claimOf } from "./claim.ts";
import type { ReconcileRequest } from "./claim-event.ts";
import { newLease } from "./lease.ts";
import { refuseElsewhere } from "./run-elsewhere.ts";
import { typeOfRow } from "./type-of-row.ts";

/**
 * The next step of a due deletion: claim its event or, if nothing was ever handed to a provider, remove the row. It
 * waits for dependents and owned resources that are deleted with it, and for resources that run with it until they are
 * gone or updated.
 */
export async function claimDeletion(core: Core, request: ReconcileRequest, row: ReconcileRow): Promise<Claim | null> {
  const { organizationId } = request;
  if (await isDeletionBlocked(core.db.tenant(organizationId), row.key)) return null;
  const attempt = nextAttempt(row);
  const target = asRead(organizationId, row);
  if (row.handed_config === null) {
    await write(core, target, remove(row, attempt, attempt.eventId));
    return null;
  }
  const type = await typeOfRow(core, organizationId, row);
  refuseElsewhere(request, type);
  const lease = newLease(core, request.owner, attempt.eventId);
  const { patch, effects } = handOverDeletion(row, attempt, lease);
  await write(core, target, {
    patch,
    effects: { ...effects, types: { provider: row.provider, version: row.types_version } },
  });
  const payload = JSON.parse(row.handed_config) as Json;
  return claimOf(
    core,
    organizationId,
    row,
    { ...attempt, previousConfig: row.applied_config },
    { payload, lease, type },
  );
}
