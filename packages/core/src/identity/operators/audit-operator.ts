import { listOrganizationsOf } from "@pragma/db/administration";
import { type AuditFacts, recordAudit } from "../../foundation/audit/index.ts";
import { userActor } from "../../foundation/audit/user-actor.ts";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** Audits what an operator did to an organization, in its own audit log. */
export async function auditIn(core: Core, login: Login, organizationId: string, facts: AuditFacts): Promise<void> {
  const actor = userActor({ id: login.userId, name: login.name, email: login.email });
  await recordAudit(core.db, { organizationId, actor, correlationId: login.correlationId }, facts);
}

/** Audits what an operator did to an account, in each of its organizations: it matters to all of them. */
export async function auditOfAccount(core: Core, login: Login, userId: string, facts: AuditFacts): Promise<void> {
  for (const organizationId of await listOrganizationsOf(core.db, userId)) {
    await auditIn(core, login, organizationId, facts);
  }
}
