import { deleteDeadLetters as deleteMany, deleteDeadLetter as deleteOne } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";

/**
 * Drops one dead letter; its resource stays failed. Repeating it changes nothing.
 * @returns whether it existed
 */
export async function deleteDeadLetter(core: Core, context: RequestContext, eventId: string): Promise<boolean> {
  return unitOfWork(core, async ({ db }) => {
    if (!(await deleteOne(db.tenant(context.organizationId), eventId))) return false;
    await recordAudit(db, context, { action: "dead_letter.delete", target: eventId, outcome: "success", details: {} });
    return true;
  });
}

/** Drops several dead letters, each independently. */
export async function deleteDeadLetters(
  core: Core,
  context: RequestContext,
  eventIds: readonly string[],
): Promise<{ deleted_count: number }> {
  let count = 0;
  for (const eventId of new Set(eventIds)) if (await deleteDeadLetter(core, context, eventId)) count++;
  return { deleted_count: count };
}

/** Drops all dead letters, or those of one provider. */
export async function deleteAllDeadLetters(
  core: Core,
  context: RequestContext,
  { provider }: { provider?: string | undefined },
): Promise<{ deleted_count: number }> {
  return unitOfWork(core, async ({ db }) => {
    const count = await deleteMany(db.tenant(context.organizationId), provider);
    const details = { provider: provider ?? null, count };
    await recordAudit(db, context, {
      action: "dead_letter.delete_all",
      target: provider ?? "*",
      outcome: "success",
      details,
    });
    return { deleted_count: count };
  });
}
