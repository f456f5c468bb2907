import { type Json, leavesThing } from "@pragma/contract";
import { isDeletionBlocked, type ReconcileRow } from "@pragma/db/queries";
import { eventTrace } from "../../foundation/common/event-trace.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import { type KnownType, PLATFORM_PROVIDER } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import {
  type Attempt,
  asRead,
  deletedAtOnce,
  handOverDeletion,
  nextAttempt,
  remove,
  write,
  writeRemoval,
} from "../../resources/lifecycle/index.ts";
import { runningConnectionConfig } from "../../resources/references/connection-config.ts";
import { type Claim, claimOf, madeBefore } from "./claim.ts";
import type { ReconcileRequest } from "./claim-event.ts";
import { goesTogether } from "./goes-together.ts";
import { newLease } from "./lease.ts";
import { refuseElsewhere } from "./run-elsewhere.ts";
import { typeOfRow } from "./type-of-row.ts";

/**
 * The next step of a due deletion: claim its event or, if no provider has to do anything, remove the row. It waits for
 * dependents and owned resources that are deleted with it, and for resources that run with it until they are gone or
 * updated.
 */
export function claimDeletion(core: Core, request: ReconcileRequest, row: ReconcileRow): Promise<Claim | null> {
  if (row.provider === PLATFORM_PROVIDER && row.handed_config !== null && goesTogether(row)) {
    return removeBuiltIn(core, request, row);
  }
  return core.services.deletionTurns.take(request.organizationId, () => claimInTurn(core, request, row));
}

/** The platform's own resources need no handler: thousands that wait to go are removed together. */
async function removeBuiltIn(core: Core, request: ReconcileRequest, row: ReconcileRow): Promise<null> {
  const { organizationId, giveWay, onRemoved } = request;
  const attempt = nextAttempt(row);
  if (core.services.removals.hasRoom(organizationId)) giveWay?.();
  const fate = await writeRemoval(core, asRead(organizationId, row), deletedAtOnce(row, attempt));
  if (fate === "changed") throw new ConcurrentChange();
  if (fate === "removed" && onRemoved) {
    const { eventId: id, traceparent } = attempt;
    const trace = eventTrace({ id, traceparent }, core.services.tracer);
    onRemoved({ ...attempt, organizationId, key: row.key, resource: row, trace });
  }
  return null;
}

/**
 * Whether what may be there is none of the resource's, which never succeeded: it was to be taken over, or was there before and left alone.
 * Types that cannot tell one from the other are asked.
 */
function isNobodys(row: ReconcileRow, attempt: Attempt, type: KnownType | undefined): boolean {
  if (row.provisioned) return false;
  return (
    row.identity !== null || (type?.capabilities.includes("import") === true && !madeBefore(row, attempt).mayExist)
  );
}

async function claimInTurn(core: Core, request: ReconcileRequest, row: ReconcileRow): Promise<Claim | null> {
  const { organizationId } = request;
  if (await isDeletionBlocked(core.db.tenant(organizationId), row.key)) return null;
  const attempt = nextAttempt(row);
  const target = asRead(organizationId, row);
  const type = await typeOfRow(core, organizationId, row);
  if (row.handed_config === null || leavesThing(storedHandling(row)) || isNobodys(row, attempt, type)) {
    await write(core, target, remove(row, attempt, attempt.eventId));
    return null;
  }
  refuseElsewhere(request, type);
  const connection = await runningConnectionConfig(core, organizationId, row);
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
    { payload, connection, lease, type },
  );
}
