import { endPlan, findChange } from "@pragma/db/queries";
import { recordAudit } from "../foundation/audit/index.ts";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { DomainError, notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../foundation/unit-of-work/unit-of-work.ts";
import { getChange } from "./get-change.ts";
import { changeIdOf } from "./present/change-id.ts";
import type { PresentedChange } from "./present/present-change.ts";
import { wrongStatus } from "./present/wrong-status.ts";

/**
 * Discards a plan: its documents are dropped. Repeating it changes nothing.
 * @throws DomainError not_found, missing_scope for another's plan without `resources:write`, conflict for a change that is
 *   no longer a plan
 */
export async function discardChange(core: Core, context: RequestContext, id: string): Promise<PresentedChange> {
  const changeId = changeIdOf(id);
  await unitOfWork(core, async (unit) => {
    const tenant = unit.db.tenant(context.organizationId);
    const change = await findChange(tenant, changeId);
    if (!change) throw notFound("Change");
    if (!context.scopes.has("resources:write") && change.planned_by !== context.tokenId) {
      throw new DomainError("missing_scope", "The scope resources:write is missing: somebody else planned this change");
    }
    if (change.status === "discarded") return;
    if (!(await endPlan(tenant, changeId, "discarded"))) {
      throw wrongStatus((await findChange(tenant, changeId)) ?? change, "discarded");
    }
    unit.wakeUp.changeProgressed(context.organizationId, changeId);
    await recordAudit(unit.db, context, { action: "change.discard", target: changeId, outcome: "success" });
  });
  return getChange(core, context, changeId);
}
