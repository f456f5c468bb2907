import { defineCommand } from "../../framework/command.ts";
import { drawGraph, graphDot } from "../../resource/draw-graph.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { defined } from "../../session/defined.ts";

const DIRECTIONS = ["upstream", "downstream", "both"] as const;

export const command = defineCommand({
  args: {
    root: {
      ...RESOURCE_ARGUMENT,
      optional: true,
      description: "provider/type/name, or an id: show only the resources around it",
    },
  },
  options: {
    direction: { type: "string", choices: DIRECTIONS, description: `Around the root: ${DIRECTIONS.join(", ")}` },
    depth: { type: "number", value: "steps", description: "Around the root: how many steps away at most" },
    dot: { type: "boolean", description: "As text for Graphviz" },
  },
  examples: [
    { does: "All", run: "pragma resources graph" },
    { does: "What would be touched", run: "pragma resources graph pragma/secret/site --direction downstream" },
    { does: "As a picture", run: "pragma resources graph --dot | dot -Tsvg > graph.svg" },
  ],
  async run({ args, options, session }) {
    const { direction, depth } = options;
    const client = await session.client();
    const graph = await client.resources.graph(
      defined({ root: args.root, direction, depth, signal: session.io.signal }),
    );
    if (options.dot) return session.print(graphDot(graph));
    await session.emit(graph, () => drawGraph(graph, session.style));
  },
});
