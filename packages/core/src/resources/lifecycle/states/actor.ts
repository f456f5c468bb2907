import type { Actor, AuditAction } from "@pragma/contract";
import type { AuditRecord } from "@pragma/db/queries";
import { formatTraceparent } from "@pragma/telemetry/trace-context";
import type { RequestContext } from "../../../foundation/callers/caller.ts";
import type { AuditedBy } from "./transition.ts";

/** The actor of what nobody asked for: the worker, propagation and the reaper. */
const SYSTEM_ACTOR: Actor = { type: "system", id: "pragma", name: "Pragma" };
export const SYSTEM_ACTOR_JSON = JSON.stringify(SYSTEM_ACTOR);

/** The audit row of a caller's action. Details are JSON without secrets. */
export function auditRecord(
  context: RequestContext,
  action: AuditAction,
  target: string,
  details: Record<string, unknown> = {},
): AuditRecord {
  return {
    actor: JSON.stringify(context.actor),
    action,
    target,
    outcome: "success",
    correlationId: context.correlationId,
    details: JSON.stringify(details),
  };
}

/** JSON of who applies a resource, with their rights: its sub-resources are applied on their behalf. */
export function applierJson({ actor, userId, scopes, via }: RequestContext): string {
  return JSON.stringify({ ...actor, user_id: userId, scopes: [...scopes], ...(via && { via }) });
}

/** The caller behind a transition, with its audit row. */
export function auditedBy(context: RequestContext, audit: AuditRecord): AuditedBy {
  const { actor, correlationId, trace } = context;
  const traceparent = trace ? formatTraceparent(trace) : null;
  return { actor: JSON.stringify(actor), correlationId, traceparent, changeId: context.changeId ?? null, audit };
}
