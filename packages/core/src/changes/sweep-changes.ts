import { expirePlans, findChangesLeftOpen, findChangesUnderWay } from "@pragma/db/queries";
import { settleChange } from "../foundation/change-progress/settle-change.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { finishEnding } from "./end/end-change.ts";
import { sweepNextDrafts } from "./sweep-next-drafts.ts";

const BATCH = 200;
const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Expires plans whose time is over, stages drafts that a worker of an earlier release has passed over, and looks at every change that is
 * being carried out, or has an action left open: whoever should have done so may have died. Meant to run often on any worker; concurrent runs do no harm.
 */
export async function sweepChanges(core: Core, signal?: AbortSignal): Promise<void> {
  await expirePlans(core.db, BATCH);
  await sweepNextDrafts(core, signal);
  for (const { organization_id, id } of await findChangesLeftOpen(core.db, BATCH)) {
    if (signal?.aborted) return;
    await lookAt(core, organization_id, id, null);
  }
  let after = FIRST;
  for (;;) {
    const changes = await findChangesUnderWay(core.db, after, BATCH);
    for (const { organization_id, id, ended_by } of changes) {
      if (signal?.aborted) return;
      await lookAt(core, organization_id, id, ended_by);
    }
    const last = changes.at(-1);
    if (changes.length < BATCH || !last) return;
    after = last.id;
  }
}

/** @param endedBy who ended it, if it was */
async function lookAt(core: Core, organizationId: string, id: string, endedBy: string | null): Promise<void> {
  try {
    if (endedBy !== null) await finishEnding(core, organizationId, id, endedBy);
    const isOver = await settleChange(core.db, organizationId, id);
    if (isOver) core.wakeUp.changeProgressed(organizationId, id);
  } catch (error) {
    core.services.logger.error({ err: error, change: id }, "a change cannot be looked at");
  }
}
