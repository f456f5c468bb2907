import { type ActionKind, type GraphEdge, type GraphNode, parseKey } from "@pragma/contract";
import {
  type ActionRow,
  findGraphEdges,
  findNodesByKey,
  findPlan,
  findSnapshots,
  listActions,
  type PlannedRow,
  type SnapshotRow,
} from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import { notFound } from "../common/errors.ts";
import { graphId } from "../resources/read/graph-id.ts";
import type { Core } from "../unit-of-work/core.ts";
import { desiredEdges } from "./graph/desired-edges.ts";
import { compareEdges, type EdgesBy, type Presence } from "./graph/presence.ts";
import { snapshotEdges } from "./graph/snapshot-edges.ts";
import { changeIdOf } from "./present/change-id.ts";
import { IDLE_SNAPSHOT, type KeptSnapshot } from "./write/snapshot.ts";

/** A resource that a change touches, or that one of those needs. */
export interface ChangedNode extends GraphNode {
  /** Null if the change does not touch it. */
  action: ActionKind | null;
  presence: Presence;
}

/** The graph of what a change touches, as it is before the change and after it. */
export interface ChangeGraph {
  nodes: ChangedNode[];
  edges: (GraphEdge & { presence: Presence })[];
  /** The change touches more than was looked at. */
  truncated: boolean;
}

/** The first actions, by wave. */
const MAX_TOUCHED = 400;
const MAX_NODES = 1000;

/**
 * What a change touches, with what that needs, before and after: of a plan compared with what is there now, of an applied
 * change with what it replaced, as long as that is kept. At most 400 resources that it touches are looked at.
 * @throws DomainError not_found
 */
export async function getChangeGraph(core: Core, context: RequestContext, id: string): Promise<ChangeGraph> {
  const tenant = core.db.tenant(context.organizationId);
  const change = await findPlan(tenant, changeIdOf(id));
  if (!change) throw notFound("Change");
  const found = await listActions(tenant, change.id, {}, { limit: MAX_TOUCHED + 1 });
  const actions = new Map(found.slice(0, MAX_TOUCHED).map((row) => [row.key, row]));
  const now = new Map(Map.groupBy(await findGraphEdges(tenant, [...actions.keys()]), ({ from_key }) => from_key));
  const others = await otherEdges(core, context, change, actions);
  const edges = compareEdges([...actions.values()], { now, ...others }, change.applied_at !== null);
  const keys = [...new Set([...actions.keys(), ...edges.map(({ to_key }) => to_key)])].slice(0, MAX_NODES);
  const rows = new Map((await findNodesByKey(tenant, keys)).map((row) => [row.key, row]));
  const shown = new Set(keys);
  return {
    nodes: keys.flatMap((key): ChangedNode[] => {
      const ref = parseKey(key);
      if (!ref) return [];
      const { action = null } = actions.get(key) ?? {};
      const isNew = action !== null && (change.applied_at === null ? !rows.has(key) : others.created.has(key));
      return [
        {
          id: graphId(key),
          ...ref,
          lifecycle_state: rows.get(key)?.lifecycle_state ?? null,
          action: action as ActionKind | null,
          presence: presenceOf(action, isNew),
        },
      ];
    }),
    edges: edges
      .filter(({ to_key }) => shown.has(to_key))
      .map(({ from_key, to_key, kind, presence }) => ({
        from: graphId(from_key),
        to: graphId(to_key),
        kind,
        presence,
      })),
    truncated: found.length > MAX_TOUCHED,
  };
}

function presenceOf(action: string | null, isNew: boolean): Presence {
  if (action === "delete") return "before";
  return isNew ? "after" : "both";
}

/** Edges as a plan wants them, or as they were before a change was applied. */
async function otherEdges(
  core: Core,
  context: RequestContext,
  change: PlannedRow,
  actions: ReadonlyMap<string, ActionRow>,
): Promise<{ other: EdgesBy; created: ReadonlySet<string> }> {
  if (change.applied_at === null) {
    const other = change.request === null ? new Map() : await desiredEdges(core, context, change.request, actions);
    return { other, created: new Set() };
  }
  const snapshots = await findSnapshots(core.db.tenant(context.organizationId), change.id);
  const kept = snapshots.filter(
    ({ key, snapshot }) => actions.has(key) && snapshot !== null && snapshot !== IDLE_SNAPSHOT,
  );
  const before = kept.map((row) => [row.key, keptIn(row).before] as const);
  return {
    other: new Map(before.map(([key, one]) => [key, one === null ? [] : snapshotEdges(core, context, key, one)])),
    created: new Set(before.flatMap(([key, one]) => (one === null ? [key] : []))),
  };
}

function keptIn({ snapshot }: SnapshotRow): KeptSnapshot {
  return JSON.parse(snapshot as string) as KeptSnapshot;
}
