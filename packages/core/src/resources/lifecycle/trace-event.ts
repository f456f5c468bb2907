import type { Effects, NewEvent } from "@pragma/db/queries";
import { parseTraceparent, type TraceContext } from "@pragma/telemetry/trace-context";
import { eventSpanIds } from "../../foundation/common/event-trace.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

type Event = Pick<NewEvent, "id" | "eventType" | "generation" | "traceparent">;

/** Which event is queued, when writing it began, and what else led to it. */
export interface QueuedEvent {
  organizationId: string;
  key: string;
  event: Event;
  /** The value of `Date.now()`. */
  startedAt: number;
  links?: readonly TraceContext[];
}

/** The event that a caller's change queues. One that a worker queues has other causes: the worker records them. */
export function requestedEvent({ newEvent, restartEvent }: Effects): Event | undefined {
  return newEvent?.claimed || newEvent?.settled ? undefined : (newEvent ?? restartEvent);
}

/** Records the span of an event once it is committed: from the write to the commit. Only with a tracer. */
export function traceEvent(core: Core, { organizationId, key, event, startedAt, links = [] }: QueuedEvent): void {
  const { tracer } = core.services;
  if (tracer === null) return;
  const { id, eventType, generation, traceparent } = event;
  core.db.afterCommit(() => {
    const type = typeOf(key);
    const attributes = {
      "pragma.organization.id": organizationId,
      "pragma.resource.type": type,
      "pragma.event.id": id,
      "pragma.event.type": eventType,
      "pragma.resource.generation": generation,
    };
    const parent = parseTraceparent(traceparent);
    const ids = eventSpanIds({ id, traceparent });
    tracer
      .start({ name: `event ${type} ${eventType}`, kind: "producer", parent, ids, links, attributes, startedAt })
      .end();
  });
}

/** `provider/resource` of a key: its name is nobody's business outside. */
function typeOf(key: string): string {
  return key.split("/", 2).join("/");
}
