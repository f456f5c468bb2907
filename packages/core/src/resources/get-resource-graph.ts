import { type Graph, type GraphNode, parseKey, resourceId } from "@pragma/contract";
import { findGraphEdges, findNodes, findPresented, findReach } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { notFound } from "../errors.ts";

export interface GraphQuery {
  /** Internal or friendly id to start from; the whole graph if left out. */
  root?: string | undefined;
  /** How many edges away, all by default. */
  depth?: number | undefined;
  /** upstream is what the root needs, downstream what needs it; both by default. */
  direction?: "upstream" | "downstream" | "both" | undefined;
  /** Only resources of this provider, and edges between them. */
  provider?: string | undefined;
}

/** Far enough for any graph, and finite. */
const ANY_DEPTH = 1_000_000;

/**
 * Resources and how they hang together. What is referenced but does not exist is a node without a state.
 * @throws DomainError not_found if there is no such root
 */
export async function getResourceGraph(core: Core, context: RequestContext, query: GraphQuery): Promise<Graph> {
  const tenant = core.db.tenant(context.organizationId);
  let keys: string[] | null = null;
  if (query.root !== undefined) {
    const root = await findPresented(tenant, query.root);
    if (!root) throw notFound("Resource");
    const directions =
      query.direction === "upstream" || query.direction === "downstream"
        ? [query.direction]
        : (["upstream", "downstream"] as const);
    const reached = await Promise.all(
      directions.map((direction) => findReach(tenant, root.key, direction, query.depth ?? ANY_DEPTH)),
    );
    keys = [...new Set(reached.flat())];
  }
  const part = { keys, provider: query.provider ?? null };
  const [nodes, edges] = await Promise.all([findNodes(tenant, part), findGraphEdges(tenant, part)]);
  const known = new Set(nodes.map((node) => node.key));
  const absent = new Set(edges.flatMap((edge) => [edge.from_key, edge.to_key]).filter((key) => !known.has(key)));
  return {
    nodes: [
      ...nodes.map(({ id, provider, resource, name, lifecycle_state }) => ({
        id,
        provider,
        resource,
        name,
        lifecycle_state,
      })),
      ...[...absent].flatMap(absentNode),
    ],
    edges: edges.map((edge) => ({ from: idOf(edge.from_key), to: idOf(edge.to_key), kind: edge.kind })),
  };
}

function absentNode(key: string): GraphNode[] {
  const ref = parseKey(key);
  return ref ? [{ id: resourceId(ref), ...ref, lifecycle_state: null }] : [];
}

function idOf(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}
