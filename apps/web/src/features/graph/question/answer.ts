import { type Graph, type GraphNode, parseKey } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { edgeKey } from "../model/edge-key.ts";
import { effectWords } from "./effect-words.ts";

export type RootCause = RouterOutputs["resources"]["rootCause"];
export type BlastRadius = RouterOutputs["resources"]["blastRadius"];

/** An answer as the graph shows it. */
export interface Answer {
  /** Its nodes and edges, which may not be drawn otherwise. */
  graph: Graph;
  /** Ids of all that it concerns. */
  ids: ReadonlySet<string>;
  /** Ids of what is brought into view. */
  focus: readonly string[];
  /** Notes on nodes in place of their types, by id. */
  notes: ReadonlyMap<string, string>;
  /** The edges to emphasize: see `edgeKey`. */
  path: ReadonlySet<string>;
}

const CAUSE_NOTE = "root cause";

/** A root cause as the graph shows it: the way to it above all. */
export function causeAnswer({ explanation, awaited, edges }: RootCause): Answer {
  const { way } = explanation;
  const path = way.slice(1).map(({ id }, index) => edgeKey(id, way[index]?.id ?? ""));
  const root = way.at(-1);
  return {
    graph: { nodes: awaited.flatMap(nodeOf), edges: [...edges] },
    ids: new Set(awaited.map(({ id }) => id)),
    focus: way.map(({ id }) => id),
    notes: new Map(root && way.length > 1 ? [[root.id, CAUSE_NOTE]] : []),
    path: new Set(path),
  };
}

/** A blast radius as the graph shows it: the effect on each resource. */
export function blastAnswer({ affected, edges }: BlastRadius): Answer {
  const ids = new Map(affected.map(({ key, id }) => [key, id]));
  const path = affected.flatMap(({ id, through }) => (through === null ? [] : [edgeKey(id, ids.get(through) ?? "")]));
  return {
    graph: { nodes: affected.flatMap(nodeOf), edges: [...edges] },
    ids: new Set(ids.values()),
    focus: [...ids.values()],
    notes: new Map(
      affected.slice(1).flatMap((one) => {
        const words = effectWords(one);
        return words.length === 0 ? [] : [[one.id, words.join(", ")] as const];
      }),
    ),
    path: new Set(path),
  };
}

function nodeOf({
  id,
  key,
  lifecycle_state,
}: Pick<GraphNode, "id" | "lifecycle_state"> & { key: string }): GraphNode[] {
  const ref = parseKey(key);
  return ref ? [{ id, ...ref, lifecycle_state }] : [];
}

/** Two graphs in one: what both have once, as the second has it. */
export function mergeGraphs(one: Graph, other: Graph): Graph {
  const nodes = new Map([...one.nodes, ...other.nodes].map((node) => [node.id, node]));
  const edges = new Map([...one.edges, ...other.edges].map((edge) => [`${edge.from} ${edge.to} ${edge.kind}`, edge]));
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
