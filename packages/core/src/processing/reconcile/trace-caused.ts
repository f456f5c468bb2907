import { findChangedInputs, type NewEvent, type ReconcileRow } from "@pragma/db/queries";
import { eventTrace } from "../../foundation/common/event-trace.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { traceEvent } from "../../resources/lifecycle/index.ts";

/**
 * Records the span of an event that changed inputs caused: the first of a trace, linked to the events that changed them,
 * and to the one that it replaces. Does nothing without a tracer, and never throws: the event is claimed already.
 * @param row as it was before
 */
export async function traceCaused(
  core: Core,
  organizationId: string,
  row: ReconcileRow,
  event: NewEvent,
  startedAt: number,
): Promise<void> {
  const { tracer, logger } = core.services;
  if (tracer === null) return;
  try {
    const { stale_since: since, pending_event_id: replaced, event_traceparent: traceparent } = row;
    const causes = since === null ? [] : await findChangedInputs(core.db.tenant(organizationId), row.key, since);
    if (replaced !== null) causes.push({ id: replaced, traceparent });
    const links = causes.map((cause) => eventTrace(cause, tracer));
    traceEvent(core, { organizationId, key: row.key, event, startedAt, links });
  } catch (error) {
    logger.warn({ err: error, resource: row.key, event: event.id }, "an event could not be traced");
  }
}
