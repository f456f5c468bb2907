import { type Actor, SCOPES, type Scope } from "@pragma/contract";
import type { TraceContext } from "@pragma/telemetry/trace-context";
import type { RequestContext } from "./caller.ts";

/** The last applier of a resource, as its row stores it. */
interface Applier extends Actor {
  user_id: string;
  scopes: string[];
}

/** An event, and the last applier of its resource when it ran. */
export interface AppliedEvent {
  organizationId: string;
  /** Key of the resource. */
  key: string;
  eventId: string;
  correlationId: string;
  trace: TraceContext | undefined;
  /** JSON. */
  appliedBy: string;
}

/**
 * The context in which a handler changes other resources: on behalf of the last applier of its own resource, with no
 * more rights than that caller had.
 */
export function applierContext(event: AppliedEvent): RequestContext {
  const { type, id, name, user, user_id: userId, scopes } = JSON.parse(event.appliedBy) as Applier;
  return {
    organizationId: event.organizationId,
    organizationName: "",
    rateLimit: null,
    userId,
    email: "",
    tokenId: `event:${event.eventId}`,
    actor: { type, id, name, ...(user && { user }) },
    scopes: new Set(scopes.filter((scope): scope is Scope => (SCOPES as readonly string[]).includes(scope))),
    correlationId: event.correlationId,
    trace: event.trace,
    via: event.key,
  };
}
