import { type GraphNode, resourceKey } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { type GraphModel, type ModelNode, modelOfNodes } from "../model/graph-model.ts";
import { type Grouping, type NodeGroup, worstState } from "../model/node-group.ts";

export type GroupedGraph = RouterOutputs["resources"]["groupedGraph"];
type ResourceGroup = GroupedGraph["groups"][number];

/** @param open the name of the open group; what is left of it is `12 more` */
export function groupedModel({ groups, nodes, edges }: GroupedGraph, by: Grouping, open: string | null): GraphModel {
  const all = [...groups.map((group) => groupNode(group, by, open)), ...nodes.map(memberNode)];
  return modelOfNodes(all, edges);
}

function memberNode(node: GraphNode): ModelNode {
  return { ...node, key: resourceKey(node), group: null };
}

function groupNode({ id, name, total, by_state }: ResourceGroup, by: Grouping, open: string | null): ModelNode {
  const isRest = name !== null && name === open;
  const kind = name === null ? "others" : by;
  const group: NodeGroup = { kind, name: isRest ? null : name, total, by_state, members: [] };
  const [provider = "", ...resource] = by === "type" && name !== null ? name.split("/") : [];
  return {
    id,
    key: id,
    provider,
    resource: resource.join("/"),
    name: isRest ? `${total.toLocaleString("en")} more` : nameOf(name, by),
    lifecycle_state: worstState(group),
    group,
  };
}

function nameOf(name: string | null, by: Grouping): string {
  if (name === null) return "Other groups";
  if (name !== "") return name;
  return by === "tag" ? "No tag" : "No set";
}
