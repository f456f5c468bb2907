import { expirePlans, findChangesUnderWay } from "@pragma/db/queries";
import { settleChange } from "../change-progress/settle-change.ts";
import type { Core } from "../unit-of-work/core.ts";
import { finishEnding } from "./end/end-change.ts";
import { sweepNextDrafts } from "./sweep-next-drafts.ts";

const BATCH = 200;
const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Expires plans whose time is over, stages drafts that a worker of an earlier release has passed over, and looks at every change that is being carried out: whoever should have done so may
 * have died. Meant to run often on any worker; concurrent runs do no harm.
 */
export async function sweepChanges(core: Core, signal?: AbortSignal): Promise<void> {
  await expirePlans(core.db, BATCH);
  await sweepNextDrafts(core, signal);
  let after = FIRST;
  for (;;) {
    const changes = await findChangesUnderWay(core.db, after, BATCH);
    for (const { organization_id, id, ended_by } of changes) {
      if (signal?.aborted) return;
      try {
        if (ended_by !== null) await finishEnding(core, organization_id, id, ended_by);
        const isOver = await settleChange(core.db, organization_id, id);
        if (isOver) core.wakeUp.changeProgressed(organization_id, id);
      } catch (error) {
        core.services.logger.error({ err: error, change: id }, "a change cannot be looked at");
      }
    }
    const last = changes.at(-1);
    if (changes.length < BATCH || !last) return;
    after = last.id;
  }
}
