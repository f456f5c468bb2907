"use client";

import { Boxes, Layers, Link2, type LucideIcon, Tag } from "lucide-react";
import { cn } from "~/lib/class-names.ts";
import { type Detail, NAME_STYLES } from "../model/detail.ts";
import type { ModelNode } from "../model/graph-model.ts";
import { type NodeGroup, stateWords } from "../model/node-group.ts";
import { stateStyle } from "../model/state-style.ts";
import { typeIcon } from "../model/type-icon.ts";
import type { ResourceNodeData } from "./flow-elements.ts";

const ICONS: Record<Exclude<NodeGroup["kind"], "type">, LucideIcon> = {
  tag: Tag,
  set: Layers,
  others: Boxes,
  chain: Link2,
};

/** Too far away for names: the icon, and a number as large as there is room for. */
const SHAPE_LOOK = { text: "text-4xl leading-none", icon: "size-10" };

function iconOf(node: ModelNode, group: NodeGroup): LucideIcon {
  return group.kind === "type" ? typeIcon(node) : ICONS[group.kind];
}

export interface GroupShapeProps {
  data: ResourceNodeData;
  group: NodeGroup;
  detail: Detail;
  className: string;
}

/** Many resources in one node: how many they are; nearer, what they have in common, and then their states. */
export function GroupShape({ data, group, detail, className }: GroupShapeProps) {
  const dimmed = data.emphasis === "other";
  const frame = cn(
    className,
    "items-center gap-2 px-2.5 shadow-[3px_3px_0_var(--line-strong)]",
    dimmed && "text-ink-faint",
  );
  return detail === "full" ? (
    <NearGroup data={data} group={group} className={frame} />
  ) : (
    <FarGroup data={data} group={group} detail={detail} className={frame} />
  );
}

function FarGroup({
  data: { node, emphasis },
  group,
  detail,
  className,
}: Omit<GroupShapeProps, "detail"> & { detail: Exclude<Detail, "full"> }) {
  const Icon = iconOf(node, group);
  const { soft, sign } = stateStyle(node.lifecycle_state);
  const isShape = detail === "shape";
  const { text, icon } = isShape ? SHAPE_LOOK : NAME_STYLES[detail];
  return (
    <div
      className={cn(
        className,
        "font-medium",
        text,
        isShape && "justify-center",
        emphasis !== "other" && ["weak:text-ink", soft],
      )}
    >
      <Icon aria-hidden className={cn("shrink-0", icon)} />
      <span className={isShape ? "sr-only" : "min-w-0 flex-1 truncate"}>{shortName(node)}</span>
      <Count group={group} />
      <span aria-hidden className="shrink-0 empty:hidden">
        {sign}
      </span>
      <span className="sr-only">
        {" "}
        {stateWords(group)} {node.name}
      </span>
    </div>
  );
}

function NearGroup({ data: { node, emphasis }, group, className }: Omit<GroupShapeProps, "detail">) {
  const Icon = iconOf(node, group);
  const dimmed = emphasis === "other";
  return (
    <div className={cn(className, "pl-0")}>
      <span
        aria-hidden
        className={cn("h-full w-1.5 shrink-0", dimmed ? "bg-transparent" : stateStyle(node.lifecycle_state).fill)}
      />
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2 font-medium">
          <span className={cn("min-w-0 flex-1 truncate", dimmed ? "" : "text-ink")}>{node.name}</span>
          <Count group={group} className="text-xs" />
        </span>{" "}
        <span className="truncate text-xs text-ink-faint">
          {group.kind === "chain" ? "each needs the one before" : stateWords(group)}
        </span>
      </span>
    </div>
  );
}

/** The name of a chain says how many they are. */
function Count({ group, className }: { group: NodeGroup; className?: string }) {
  if (group.kind === "chain") return null;
  return <span className={cn("shrink-0 tabular-nums", className)}> {group.total.toLocaleString("en")}</span>;
}

/** There is little room for large text: a type without its provider. */
function shortName({ provider, resource, name }: ModelNode): string {
  return name === `${provider}/${resource}` ? resource : name;
}
