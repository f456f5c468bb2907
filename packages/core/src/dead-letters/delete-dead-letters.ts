import { deleteDeadLetters as deleteMany, deleteDeadLetter as deleteOne } from "@pragma/db/queries";
import { recordAudit } from "../audit/index.ts";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";

/** Drops one dead letter; its resource stays failed. Doing it again changes nothing. */
export async function deleteDeadLetter(core: Core, context: RequestContext, eventId: string): Promise<void> {
  await core.db.transaction(async (db) => {
    if (!(await deleteOne(db.tenant(context.organizationId), eventId))) return;
    await recordAudit(db, context, { action: "dead_letter.delete", target: eventId, outcome: "success", details: {} });
  });
}

/** Drops all dead letters, or those of one provider. */
export async function deleteAllDeadLetters(
  core: Core,
  context: RequestContext,
  { provider }: { provider?: string | undefined },
): Promise<{ deleted_count: number }> {
  return core.db.transaction(async (db) => {
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
