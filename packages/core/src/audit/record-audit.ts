import type { Json } from "@pragma/contract";
import type { Database } from "@pragma/db";
import { insertAuditEntry } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";

/** What was done to what, and how it ended. `details` must hold no secret. */
export interface AuditFacts {
  /** Noun and verb, such as `token.create`. */
  action: string;
  /** Id of what it was done to. */
  target: string;
  outcome: "success" | "denied" | "failure";
  details?: { [key: string]: Json };
}

/** Who acts: all of a request's context that the audit trail keeps. */
export type AuditContext = Pick<RequestContext, "organizationId" | "actor" | "correlationId">;

/**
 * Writes an audit row. Give it the database of the transaction that does the deed, so that neither is there without
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
