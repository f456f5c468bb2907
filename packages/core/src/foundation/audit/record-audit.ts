import type { AuditAction, Json } from "@pragma/contract";
import type { Database } from "@pragma/db";
import { insertAuditEntry } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";

/** The action, its target and the outcome. `details` must not contain secrets. */
export interface AuditFacts {
  action: AuditAction;
  /** Id of the object of the action. */
  target: string;
  outcome: "success" | "denied" | "failure";
  details?: { [key: string]: Json };
}

/** The actor: the part of a request's context that the audit log stores. */
export type AuditContext = Pick<RequestContext, "organizationId" | "actor" | "correlationId">;

/**
 * Writes an audit row. Pass the database of the transaction that performs the action, so that neither exists without
 * the other.
 */
export function recordAudit(db: Database, context: AuditContext, facts: AuditFacts): Promise<void> {
  const { action, target, outcome, details = {} } = facts;
  return insertAuditEntry(db.tenant(context.organizationId), {
    actor: JSON.stringify(context.actor),
    action,
    target,
    outcome,
    correlationId: context.correlationId,
    details: JSON.stringify(details),
  });
}
