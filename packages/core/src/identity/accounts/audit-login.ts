import type { Database } from "@pragma/db";
import { type AuditFacts, recordAudit } from "../../foundation/audit/index.ts";
import { userActor } from "../../foundation/audit/user-actor.ts";
import type { Login } from "../../foundation/callers/login.ts";

/**
 * Audits what a person did to their own account, in the organization that they last looked at; without one, nowhere.
 */
export async function auditLogin(db: Database, login: Login, facts: AuditFacts): Promise<void> {
  const { userId, name, email, lastOrganization, correlationId } = login;
  if (!lastOrganization) return;
  const actor = userActor({ id: userId, name, email });
  await recordAudit(db, { organizationId: lastOrganization.id, actor, correlationId }, facts);
}
