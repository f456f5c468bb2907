import type { LifecycleState } from "@pragma/contract";
import {
  findNeighbourHistory,
  findPresented,
  type HistoryPart,
  MOST_NEIGHBOUR_EVENTS,
  type NeighbourEvent,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** A change of a neighbour's state. */
export interface NeighbourChange extends Pick<NeighbourEvent, "error" | "event_id" | "caused"> {
  id: string;
  timestamp: string;
  event_type: string;
  from_state: LifecycleState | null;
  to_state: LifecycleState | null;
}

/** The history of one neighbour. */
export interface NeighbourHistory {
  key: string;
  relation: NeighbourEvent["relation"];
  /**
   * Oldest first. Of a dependency, the first tells its state when the part began; one without any does not exist. Of a
   * dependent, an entry that is not `caused` by the part ends what was.
   */
  events: NeighbourChange[];
  /** There may be more. */
  truncated: boolean;
}

/**
 * Events beside a part of a resource's history: of its dependencies meanwhile, and of its dependents in consequence. Those with
 * nothing to tell are left out.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export async function getNeighbourHistory(
  core: Core,
  context: RequestContext,
  id: string,
  part: HistoryPart,
): Promise<NeighbourHistory[]> {
  const { organizationId } = context;
  const rows = await core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const resource = await findPresented(tenant, id);
    if (!resource) throw notFound("Resource");
    return findNeighbourHistory(tenant, resource.key, part);
  });
  const found = new Map<string, NeighbourHistory>();
  for (const { key, relation, id: entry, timestamp, event_type, from_state, to_state, ...event } of rows) {
    const name = `${relation} ${key}`;
    const neighbour = found.get(name) ?? { key, relation, events: [], truncated: false };
    found.set(name, neighbour);
    if (entry === null || timestamp === null || event_type === null) continue;
    neighbour.events.push({
      ...{ ...event, id: entry, timestamp, event_type },
      from_state: from_state as LifecycleState | null,
      to_state: to_state as LifecycleState | null,
    });
    neighbour.truncated = neighbour.events.length >= MOST_NEIGHBOUR_EVENTS;
  }
  return [...found.values()];
}
