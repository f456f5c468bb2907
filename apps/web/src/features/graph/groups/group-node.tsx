"use client";

import { Boxes, Layers, Link2, type LucideIcon, Tag } from "lucide-react";
import { cn } from "~/lib/class-names.ts";
import type { Detail } from "../detail.ts";
import type { ResourceNodeData } from "../flow-elements.ts";
import type { ModelNode } from "../graph-model.ts";
import { stateLook } from "../state-look.ts";
import { typeIcon } from "../type-icon.ts";
import { type NodeGroup, stateWords } from "./node-group.ts";

const ICONS: Record<Exclude<NodeGroup["kind"], "type">, LucideIcon> = {
  tag: Tag,
  set: Layers,
  others: Boxes,
  chain: Link2,
};

function iconOf(node: ModelNode, group: NodeGroup): LucideIcon {
  return group.kind === "type" ? typeIcon(node) : ICONS[group.kind];
}

export interface GroupLookProps {
  data: ResourceNodeData;
  group: NodeGroup;
  detail: Detail;
  className: string;
}

/** Many resources in one node: what they have in common and how many they are, at every zoom; near, also their states. */
export function GroupLook({ data: { node, emphasis }, group, detail, className }: GroupLookProps) {
  const Icon = iconOf(node, group);
  const look = stateLook(node.lifecycle_state);
  const dimmed = emphasis === "other";
  const count = group.total.toLocaleString("en");
  const frame = cn(
    className,
    "items-center gap-2 px-2.5 shadow-[3px_3px_0_var(--line-strong)]",
    dimmed && "text-ink-faint",
  );
  if (detail !== "full") {
    return (
      <div className={cn(frame, "text-2xl font-medium text-ink", dimmed ? "" : look.soft)}>
        <Icon aria-hidden className="size-7 shrink-0" />
        <span className="min-w-0 flex-1 truncate">{shortName(node)}</span>
        {group.kind === "chain" ? null : <span className="shrink-0 tabular-nums"> {count}</span>}
        <span aria-hidden className="shrink-0 empty:hidden">
          {look.sign}
        </span>
        <span className="sr-only">
          {" "}
          {stateWords(group)} {node.name}
        </span>
      </div>
    );
  }
  return (
    <div className={cn(frame, "pl-0")}>
      <span aria-hidden className={cn("h-full w-1.5 shrink-0", dimmed ? "bg-transparent" : look.fill)} />
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2 font-medium">
          <span className={cn("min-w-0 flex-1 truncate", dimmed ? "" : "text-ink")}>{node.name}</span>
          {group.kind === "chain" ? null : <span className="shrink-0 text-xs tabular-nums"> {count}</span>}
        </span>{" "}
        <span className="truncate text-xs text-ink-faint">
          {group.kind === "chain" ? "each needs the one before" : stateWords(group)}
        </span>
      </span>
    </div>
  );
}

/** There is little room for large text: a type without its provider. */
function shortName({ provider, resource, name }: ModelNode): string {
  return name === `${provider}/${resource}` ? resource : name;
}
