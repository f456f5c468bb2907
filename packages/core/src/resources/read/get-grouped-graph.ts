import { type GraphEdge, type GraphNode, type LifecycleState, parseKey } from "@pragma/contract";
import { findGroupedGraph, type GroupedBy, type GroupedQuery, PLACES, type PlaceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { graphId } from "./graph-id.ts";

/** Many resources drawn as one node. */
export interface ResourceGroup {
  id: string;
  /** Name of the type, tag or set; empty for those without one. Null for all smaller groups together. */
  name: string | null;
  total: number;
  by_state: Partial<Record<LifecycleState, number>>;
}

/** A graph of groups, of which one may be open. */
export interface GroupedGraph {
  /** The largest first. What is left of the open one is among them. */
  groups: ResourceGroup[];
  /** Members of the open group, those that are not ready first. */
  nodes: GraphNode[];
  /** Each stands for one edge or many. */
  edges: GraphEdge[];
  /** There are more resources than were looked at. */
  truncated: boolean;
}

const MAX_RESOURCES = 20_000;
// One more tells whether there are more.
const LIMITS = { limit: MAX_RESOURCES + 1, groups: 250, members: 400 };
const MAX_EDGES = 20_000;

/**
 * The graph of an organization too large to draw: resources of one type, first tag or set are one node. The first 20,000
 * resources by name are looked at; at most 250 groups are told apart, and 400 members of the open one.
 */
export function getGroupedGraph(
  core: Core,
  { organizationId }: RequestContext,
  { by, provider, open }: { by: GroupedBy; provider?: string | undefined; open?: string | undefined },
): Promise<GroupedGraph> {
  return core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const query: GroupedQuery = { by, provider: provider ?? null, open: open ?? null, ...LIMITS };
    const { places, edges } = await findGroupedGraph(tenant, query, MAX_EDGES);
    const total = places.reduce((sum, { count }) => sum + count, 0);
    return {
      groups: groupsOf(places),
      nodes: places.flatMap(memberOf),
      edges: edges.map(({ from_place, to_place, kind }) => ({ from: idOf(from_place), to: idOf(to_place), kind })),
      truncated: total > MAX_RESOURCES,
    };
  });
}

function groupsOf(places: readonly PlaceRow[]): ResourceGroup[] {
  const groups = new Map<string, ResourceGroup>();
  for (const { place, lifecycle_state, count } of places) {
    if (place.startsWith(PLACES.member)) continue;
    const name = place === PLACES.others ? null : place.slice(1);
    const group = groups.get(place) ?? { id: idOf(place), name, total: 0, by_state: {} };
    group.total += count;
    group.by_state[lifecycle_state] = count;
    groups.set(place, group);
  }
  return [...groups.values()].sort((one, other) => other.total - one.total);
}

function memberOf({ place, lifecycle_state }: PlaceRow): GraphNode[] {
  if (!place.startsWith(PLACES.member)) return [];
  const key = place.slice(1);
  const ref = parseKey(key);
  return ref ? [{ id: graphId(key), ...ref, lifecycle_state }] : [];
}

/** Members have the ids of their resources; those of groups look like no resource's. */
function idOf(place: string): string {
  return place.startsWith(PLACES.member) ? graphId(place.slice(1)) : `group:${place}`;
}
