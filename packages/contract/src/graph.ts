import { z } from "zod";
import { GRAPH_DIRECTIONS } from "./graph-values.ts";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";

export * from "./graph-values.ts";

export const graphDirectionSchema = z.enum(GRAPH_DIRECTIONS);
export type GraphDirection = z.infer<typeof graphDirectionSchema>;

export const graphNodeSchema = z
  .object({
    id: z.string(),
    provider: z.string(),
    resource: z.string(),
    name: z.string(),
    lifecycle_state: lifecycleStateSchema.nullable().describe("null for one that is referenced but absent"),
  })
  .meta({ id: "GraphNode" });
export type GraphNode = z.infer<typeof graphNodeSchema>;

/** `from` uses, or is owned by, `to`. Both are ids of nodes. */
export const graphEdgeSchema = z
  .object({ from: z.string(), to: z.string(), kind: z.enum(["dependency", "owner"]) })
  .meta({ id: "GraphEdge" });
export type GraphEdge = z.infer<typeof graphEdgeSchema>;

export const graphSchema = z
  .object({ nodes: z.array(graphNodeSchema), edges: z.array(graphEdgeSchema) })
  .meta({ id: "Graph" });
export type Graph = z.infer<typeof graphSchema>;
