import { groupBy, resourceKey } from "@pragma/language";
import type { Graph } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";

/**
 * A graph as lines: below each resource, indented, what it depends on. One that was shown before is only named again, so the
 * text is no longer than nodes and edges are many.
 */
export function drawGraph({ nodes, edges }: Graph, style: Style): string {
  if (nodes.length === 0) return "There are no resources.";
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const below = groupBy(
    edges.filter(({ to }) => byId.has(to)),
    ({ from }) => from,
  );
  const used = new Set(edges.filter(({ from }) => byId.has(from)).map(({ to }) => to));
  const shown = new Set<string>();
  const lines: string[] = [];
  type Step = { id: string; depth: number; kind?: string };
  const draw = (root: string): void => {
    const stack: Step[] = [{ id: root, depth: 0 }];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      const { id, depth, kind } = step;
      const node = byId.get(id);
      if (node === undefined) continue;
      const again = shown.has(id) && below.has(id);
      const { text, color } = stateCell(node.lifecycle_state ?? "absent");
      const notes = [
        color === undefined ? text : style(color, text),
        kind === "owner" && "owner",
        again && "see above",
      ];
      lines.push(`${"  ".repeat(depth)}${resourceKey(node)}  ${notes.filter(Boolean).join(", ")}`);
      if (!shown.has(id))
        stack.push(...(below.get(id) ?? []).map(({ to, kind }) => ({ id: to, depth: depth + 1, kind })).reverse());
      shown.add(id);
    }
  };
  for (const { id } of nodes) if (!used.has(id)) draw(id);
  // Remaining nodes would be in a cycle, which the API refuses; part of a graph may look like one.
  for (const { id } of nodes) if (!shown.has(id)) draw(id);
  return lines.join("\n");
}

/** The same for Graphviz. */
export function graphDot({ nodes, edges }: Graph): string {
  const lines = [
    ...nodes.map((node) => `  ${JSON.stringify(node.id)} [label=${JSON.stringify(resourceKey(node))}];`),
    ...edges.map(({ from, to, kind }) => {
      return `  ${JSON.stringify(from)} -> ${JSON.stringify(to)}${kind === "owner" ? " [style=dashed]" : ""};`;
    }),
  ];
  return `digraph pragma {\n${lines.join("\n")}\n}`;
}
