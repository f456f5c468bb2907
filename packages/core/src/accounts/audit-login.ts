import type { Database } from "@pragma/db";
import { type AuditFacts, recordAudit } from "../audit/index.ts";
import { userActor } from "../audit/user-actor.ts";
import type { Login } from "../callers/login.ts";

/**
 * Writes what a person did about their own account, in the organization that they looked at last. Without one, nowhere.
 */
export async function auditLogin(db: Database, login: Login, facts: AuditFacts): Promise<void> {
  const { userId, name, email, lastOrganization, correlationId } = login;
  if (!lastOrganization) return;
  const actor = userActor({ id: userId, name, email });
  await recordAudit(db, { organizationId: lastOrganization.id, actor, correlationId }, facts);
}
