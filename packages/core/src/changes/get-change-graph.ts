import { type ActionKind, type GraphEdge, type GraphNode, parseKey } from "@pragma/contract";
import {
  type ActionRow,
  findGraphEdges,
  findNodesByKey,
  findPlan,
  findRequest,
  listActions,
  type PlannedRow,
  readSnapshots,
} from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { graphId } from "../resources/read/graph-id.ts";
import { desiredEdges } from "./graph/desired-edges.ts";
import { compareEdges, type EdgesBy, type Presence } from "./graph/presence.ts";
import { snapshotEdges } from "./graph/snapshot-edges.ts";
import { changeIdOf } from "./present/change-id.ts";
import { IDLE_SNAPSHOT, keptIn } from "./write/snapshot.ts";

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
/** How much is read of what an applied change replaced; the rest counts as no longer kept. */
const MAX_SNAPSHOT_BYTES = 32 * 1024 * 1024;

/**
 * Resources that a change touches, with what they need, before and after: of a plan compared with what is there now, of an
 * applied change with what it replaced, as long as that is kept, and up to 32 MiB of it. At most 400 resources that it touches
 * are looked at.
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
    const request = change.is_part
      ? await findRequest(core.db.tenant(context.organizationId), change.id)
      : change.request;
    const other = request === null ? new Map() : await desiredEdges(core, context, request, actions);
    return { other, created: new Set() };
  }
  const other = new Map<string, SnapshotEdges>();
  const created = new Set<string>();
  let bytes = 0;
  for await (const row of readSnapshots(core.db.tenant(context.organizationId), change.id, [...actions.keys()])) {
    if (row.snapshot === null || row.snapshot === IDLE_SNAPSHOT) continue;
    bytes += row.snapshot.length;
    if (bytes > MAX_SNAPSHOT_BYTES) break;
    const { before } = keptIn(row);
    if (before === null) created.add(row.key);
    other.set(row.key, before === null ? [] : snapshotEdges(core, context, row.key, before));
  }
  return { other, created };
}

type SnapshotEdges = ReturnType<typeof snapshotEdges>;
