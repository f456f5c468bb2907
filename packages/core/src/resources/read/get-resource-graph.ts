import { type Graph, type GraphEdge, type GraphNode, parseKey, resourceId } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  countGraphEdges,
  findAbsent,
  findGraphEdges,
  findNodes,
  findNodesByKey,
  findPresented,
  findReach,
  type NodeRow,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { graphId } from "./graph-id.ts";
import { graphTooLarge } from "./graph-too-large.ts";

export interface GraphQuery {
  /** Internal or friendly id to start from; the whole graph if omitted. */
  root?: string | undefined;
  /** Maximum distance in edges; unlimited by default. */
  depth?: number | undefined;
  /** upstream is what the root needs, downstream what needs it; both by default. */
  direction?: "upstream" | "downstream" | "both" | undefined;
  /** Only resources of this provider, and edges between them. */
  provider?: string | undefined;
}

/** A graph whose edges are read while it is sent. */
export interface GraphStream {
  nodes: GraphNode[];
  edges: AsyncIterable<GraphEdge[]>;
}

/** Edges read at once; the edges of one resource stay together. */
const EDGES_AT_ONCE = 2000;

/** The most that fit into an answer that is not streamed. */
const MAX_EDGES = 100_000;

/** See `Core.reading`. */
type Reading = <Result>(work: (tenant: Tenant) => Promise<Result>) => Promise<Result>;

/** The resources in a part of the graph. */
interface GraphPart {
  rows: NodeRow[];
  /** Referenced but absent. */
  absent: string[];
}

/**
 * Resources and the edges between them. A resource that is referenced but does not exist is a node without a state.
 * Edges are read as the caller consumes them.
 * @throws DomainError not_found if there is no such root; validation_failed if there are more nodes than the settings
 *   allow
 */
export async function streamResourceGraph(
  core: Core,
  context: RequestContext,
  query: GraphQuery,
): Promise<GraphStream> {
  const limit = core.services.settings.maxGraphNodes;
  const read: Reading = (work) => {
    return core.reading(context.organizationId, (reader) => work(reader.db.tenant(context.organizationId)));
  };
  const part = await read((tenant) => {
    return query.root === undefined ? wholeGraph(tenant, query, limit) : around(tenant, query, limit);
  });
  const { rows, absent } = part;
  if (rows.length + absent.length > limit) throw graphTooLarge(query, limit);
  const nodes = rows.map(({ id, provider, resource, name, lifecycle_state }) => {
    return { id, provider, resource, name, lifecycle_state };
  });
  return { nodes: [...nodes, ...absent.flatMap(absentNode)], edges: edgesOf(read, part) };
}

/**
 * `streamResourceGraph` as one value.
 * @throws DomainError also validation_failed if there are more than 100,000 edges
 */
export async function getResourceGraph(core: Core, context: RequestContext, query: GraphQuery): Promise<Graph> {
  const { nodes, edges } = await streamResourceGraph(core, context, query);
  const all: GraphEdge[] = [];
  for await (const some of edges) {
    for (const edge of some) all.push(edge);
    if (all.length > MAX_EDGES) throw graphTooLarge(query, MAX_EDGES, "edges");
  }
  return { nodes, edges: all };
}

async function wholeGraph(
  tenant: Tenant,
  { provider = null }: { provider?: string | undefined | null },
  limit: number,
) {
  const rows = await findNodes(tenant, provider, limit + 1);
  if (rows.length > limit) return { rows, absent: [] };
  return { rows, absent: await findAbsent(tenant, rows.map(keyOf), provider, limit + 1) };
}

async function around(tenant: Tenant, { root = "", depth, direction, provider }: GraphQuery, limit: number) {
  const start = await findPresented(tenant, root);
  if (!start) throw notFound("Resource");
  const directions =
    direction === "upstream" || direction === "downstream" ? [direction] : (["upstream", "downstream"] as const);
  const reached = await Promise.all(directions.map((one) => findReach(tenant, start.key, one, { depth, limit })));
  const keys = [...new Set(reached.flatMap((some) => [...some]))];
  if (keys.length > limit) throw graphTooLarge({ root, depth }, limit);
  const wanted = provider === undefined ? keys : keys.filter((key) => key.startsWith(`${provider}/`));
  const rows = await findNodesByKey(tenant, wanted);
  const known = new Set(rows.map(keyOf));
  return { rows, absent: wanted.filter((key) => !known.has(key)) };
}

/** No connection is held while the caller consumes edges, so they are read in parts. */
async function* edgesOf(read: Reading, { rows, absent }: GraphPart): AsyncGenerator<GraphEdge[]> {
  const keys = rows.map(keyOf);
  const nodes = new Set([...keys, ...absent]);
  let some: string[] = [];
  let count = 0;
  for (const from of await read((tenant) => countGraphEdges(tenant, keys))) {
    if (count > 0 && count + from.count > EDGES_AT_ONCE) {
      yield await readEdges(read, some, nodes);
      some = [];
      count = 0;
    }
    some.push(from.key);
    count += from.count;
  }
  if (count > 0) yield await readEdges(read, some, nodes);
}

async function readEdges(read: Reading, keys: readonly string[], nodes: ReadonlySet<string>): Promise<GraphEdge[]> {
  const edges = await read((tenant) => findGraphEdges(tenant, keys));
  return edges
    .filter(({ to_key: to }) => nodes.has(to))
    .map(({ from_key: from, to_key: to, kind }) => ({ from: graphId(from), to: graphId(to), kind }));
}

function keyOf({ key }: NodeRow): string {
  return key;
}

function absentNode(key: string): GraphNode[] {
  const ref = parseKey(key);
  return ref ? [{ id: resourceId(ref), ...ref, lifecycle_state: null }] : [];
}
