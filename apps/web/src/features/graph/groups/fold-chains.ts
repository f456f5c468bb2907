import { type GraphModel, type ModelNode, modelOfNodes } from "../model/graph-model.ts";
import { isCalm } from "../model/state-style.ts";

/** Shorter ones take no more room than the node in their place. */
const MIN_FOLDED = 4;
/** A smaller graph is read as it is. */
const FOLDED_FROM = 30;

/**
 * The graph with chains in one node each: resources that need one other and that one other needs, all of them ready.
 * @param keep ids of nodes that stay as they are
 * @param unfolded ids of chains that do
 */
export function foldChains(model: GraphModel, keep: ReadonlySet<string>, unfolded: ReadonlySet<string>): GraphModel {
  if (model.nodes.length < FOLDED_FROM) return model;
  const chains = findChains(model, keep).filter(([first]) => first && !unfolded.has(chainId(first)));
  if (chains.length === 0) return model;
  const chainOf = new Map(chains.flatMap((chain) => chain.map((node) => [node.id, chainId(chain[0] as ModelNode)])));
  const place = (id: string): string => chainOf.get(id) ?? id;
  const nodes = [...model.nodes.filter(({ id }) => !chainOf.has(id)), ...chains.map(chainNode)];
  const edges = model.edges
    .map((edge) => ({ ...edge, from: place(edge.from), to: place(edge.to) }))
    .filter(({ from, to }) => from !== to);
  return modelOfNodes(nodes, edges);
}

/** Each from what is needed to what needs it. */
function findChains({ nodes, edges, byId }: GraphModel, keep: ReadonlySet<string>): ModelNode[][] {
  const needs = Map.groupBy(edges, ({ from }) => from);
  const neededBy = Map.groupBy(edges, ({ to }) => to);
  const isLink = ({ id, group, lifecycle_state }: ModelNode): boolean =>
    group === null &&
    isCalm(lifecycle_state) &&
    !keep.has(id) &&
    needs.get(id)?.length === 1 &&
    neededBy.get(id)?.length === 1;
  const links = new Set(nodes.filter(isLink).map(({ id }) => id));
  const chains: ModelNode[][] = [];
  for (const id of links) {
    if (links.has(needs.get(id)?.[0]?.to ?? "")) continue;
    const chain: ModelNode[] = [];
    for (let at = id; links.has(at); at = neededBy.get(at)?.[0]?.from ?? "") chain.push(byId.get(at) as ModelNode);
    if (chain.length >= MIN_FOLDED) chains.push(chain);
  }
  return chains;
}

function chainId({ id }: ModelNode): string {
  return `chain:${id}`;
}

function chainNode(members: ModelNode[]): ModelNode {
  const [first] = members as [ModelNode];
  const total = members.length;
  const id = chainId(first);
  const by_state = { ready: total };
  return {
    ...first,
    id,
    key: id,
    name: `${total.toLocaleString("en")} more`,
    group: { kind: "chain", name: id, total, by_state, members },
  };
}
