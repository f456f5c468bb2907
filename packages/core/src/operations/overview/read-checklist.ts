import { type ChecklistRow, findChecklist } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { bootstrapTokenId } from "../../identity/bootstrap/bootstrap-token-id.ts";
import { countWorkers } from "../../providers/readiness/check-readiness.ts";

/** First steps, and which of them are done. */
export type Checklist = ChecklistRow & { worker_alive: boolean };

/** Reads the first steps done in the organization, for new users. */
export async function readChecklist(core: Core, context: RequestContext): Promise<Checklist> {
  const { organizationId } = context;
  const [steps, workers] = await core.reading(organizationId, (reader) => {
    const found = findChecklist(reader.db.tenant(organizationId), bootstrapTokenId(organizationId));
    return Promise.all([found, countWorkers(reader)]);
  });
  return { ...steps, worker_alive: workers > 0 };
}
