import { revokeToken as revokeRow } from "@pragma/db/administration";
import { validate as isUuid } from "uuid";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { sessionOf } from "../../foundation/callers/session-id.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { endSession } from "./sessions.ts";

/**
 * Revokes one of the caller's tokens; admins and owners may revoke any token of the organization. Takes effect within a
 * second on every replica. Revoking a token again does nothing.
 * @throws DomainError not_found, also for a token that the caller may not see
 */
export async function revokeToken(core: Core, context: RequestContext, id: string): Promise<void> {
  if (!isUuid(id)) throw notFound("Token");
  await unitOfWork(core, async ({ db, callers }) => {
    const revoked = await revokeRow(db.tenant(context.organizationId), context.userId, id);
    if (!revoked) throw notFound("Token");
    if (!revoked.news) return;
    await recordAudit(db, context, {
      action: "token.revoke",
      target: revoked.id,
      outcome: "success",
      details: { name: revoked.name, user_id: revoked.user_id },
    });
    callers.forget(revoked.id);
  });
}

/** Ends the credential that the caller used: an API token or a session. Requires no scope. */
export async function revokeOwnToken(core: Core, context: RequestContext): Promise<void> {
  if (sessionOf(context.tokenId) === null) await revokeToken(core, context, context.tokenId);
  else await endSession(core, context);
}
