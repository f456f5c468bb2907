import type { Edges } from "./graph.ts";

/**
 * The nodes that are part of any cycle, in time linear in the edges: those of strongly connected components of more than
 * one node, and those that point to themselves (Tarjan 1972, without recursion).
 */
export function nodesOnCycles(edges: Edges): Set<string> {
  const search = new ComponentSearch(edges);
  for (const node of edges.keys()) search.from(node);
  return search.found;
}

/** A node on the path of the search, and the edges that are left to follow. */
interface Step {
  node: string;
  targets: Iterator<string>;
}

class ComponentSearch {
  readonly found = new Set<string>();
  readonly #edges: Edges;
  readonly #order = new Map<string, number>();
  /** The first node in order that each leads to, among those whose component is not complete. */
  readonly #low = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #isOpen = new Set<string>();
  readonly #path: Step[] = [];

  constructor(edges: Edges) {
    this.#edges = edges;
  }

  from(root: string): void {
    if (this.#order.has(root)) return;
    this.#enter(root);
    for (let step = this.#path.at(-1); step !== undefined; step = this.#path.at(-1)) {
      const next = step.targets.next();
      if (next.done) this.#leave(step.node);
      else this.#follow(step.node, next.value);
    }
  }

  #enter(node: string): void {
    const place = this.#order.size;
    this.#order.set(node, place);
    this.#low.set(node, place);
    this.#open.push(node);
    this.#isOpen.add(node);
    this.#path.push({ node, targets: (this.#edges.get(node) ?? [])[Symbol.iterator]() });
  }

  #follow(node: string, target: string): void {
    if (target === node) this.found.add(node);
    const place = this.#order.get(target);
    if (place === undefined) this.#enter(target);
    else if (this.#isOpen.has(target)) this.#lower(node, place);
  }

  #leave(node: string): void {
    this.#path.pop();
    const low = this.#low.get(node) as number;
    const parent = this.#path.at(-1);
    if (parent) this.#lower(parent.node, low);
    if (low !== this.#order.get(node)) return;
    const component = this.#open.splice(this.#open.lastIndexOf(node));
    for (const member of component) {
      this.#isOpen.delete(member);
      if (component.length > 1) this.found.add(member);
    }
  }

  #lower(node: string, to: number): void {
    this.#low.set(node, Math.min(this.#low.get(node) as number, to));
  }
}
