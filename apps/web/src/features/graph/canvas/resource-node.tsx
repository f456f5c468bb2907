"use client";

import type { NodeProps } from "@xyflow/react";
import { memo, use } from "react";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { cn } from "~/lib/class-names.ts";
import { DetailContext, NAME_STYLES } from "../model/detail.ts";
import { isCalm, stateStyle } from "../model/state-style.ts";
import { typeIcon } from "../model/type-icon.ts";
import type { ResourceFlowNode, ResourceNodeData } from "./flow-elements.ts";
import { GroupShape } from "./group-node.tsx";

/**
 * A resource in the graph: the icon of its type and its name first, and its state only if it is not ready. Zoomed out, it
 * shows less: its name in larger type, in the colour and with the sign of its state, and then only a block with the icon of
 * its type, or with that colour and sign. Its size stays the same.
 */
export const ResourceNode = memo(function ResourceNode({ data, selected }: NodeProps<ResourceFlowNode>) {
  const detail = use(DetailContext);
  const { node, emphasis, note } = data;
  const dimmed = emphasis === "other";
  const frame = cn(
    "flex size-full overflow-hidden rounded-lg",
    borderOf({ isSelected: selected, dimmed, noted: note !== null }),
    dimmed ? "weak:bg-canvas" : "weak:bg-surface",
    node.lifecycle_state === null && "border-dashed",
    emphasis === "match" && "ring-2 ring-accent",
    selected && "outline-2 outline-accent",
  );
  if (node.group) return <GroupShape data={data} group={node.group} detail={detail} className={frame} />;
  if (detail === "shape") return <Shape data={data} className={frame} />;
  if (detail === "full") return <Full data={data} className={frame} />;
  return <Named data={data} style={NAME_STYLES[detail]} className={frame} />;
});

/** Zoomed out, the colour of a state takes its place. */
function borderOf({ isSelected, dimmed, noted }: { isSelected: boolean; dimmed: boolean; noted: boolean }): string {
  const width = noted && !dimmed ? "border-2" : "border";
  if (isSelected) return `${width} weak:border-accent`;
  if (dimmed) return `${width} weak:border-line`;
  return noted ? `${width} weak:border-ink-soft` : `${width} weak:border-line-strong`;
}

interface ShapeProps {
  data: ResourceNodeData;
  className: string;
}

function Full({ data: { node, emphasis, isRoot, note }, className }: ShapeProps) {
  const { lifecycle_state: state } = node;
  const Icon = typeIcon(node);
  const dimmed = emphasis === "other";
  return (
    <div className={className}>
      <span aria-hidden className={cn("w-1.5 shrink-0", dimmed ? "bg-transparent" : stateStyle(state).fill)} />
      <span className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 pr-2.5 pl-1.5">
        <span className={cn("flex items-center gap-1.5", dimmed ? "text-ink-faint" : "text-ink")}>
          <Icon aria-hidden className="size-4 shrink-0" />
          <span
            className={cn("min-w-0 flex-1 truncate font-medium", isRoot && "underline decoration-2 underline-offset-2")}
          >
            {node.name}
          </span>{" "}
          <State node={node} />
        </span>{" "}
        <span className={cn("truncate pl-5.5 text-xs", note === null || dimmed ? "text-ink-faint" : "text-ink")}>
          {note ?? `${node.provider}/${node.resource}`}
        </span>
      </span>
    </div>
  );
}

function State({ node: { lifecycle_state: state, change } }: Pick<ResourceNodeData, "node">) {
  if (state === null && change?.isNew) return null;
  return isCalm(state) ? <span className="sr-only">{state}</span> : <StateBadge state={state} />;
}

function Named({
  data: { node, emphasis, note },
  style: { text, icon },
  className,
}: ShapeProps & { style: (typeof NAME_STYLES)["name"] }) {
  const state = stateStyle(node.lifecycle_state);
  const Icon = typeIcon(node);
  const dimmed = emphasis === "other";
  return (
    <div
      className={cn(
        className,
        "items-center gap-2 px-3 font-medium weak:text-ink",
        text,
        dimmed ? "text-ink-faint" : state.soft,
      )}
    >
      <Icon aria-hidden className={cn("shrink-0", icon)} />
      <span className="min-w-0 flex-1 truncate">{node.name}</span>
      <span aria-hidden className="shrink-0 empty:hidden">
        {node.change?.sign ?? state.sign}
      </span>
      <Unseen node={node} note={note} />
    </div>
  );
}

function Shape({ data: { node, emphasis, note }, className }: ShapeProps) {
  const style = stateStyle(node.lifecycle_state);
  const Icon = typeIcon(node);
  const dimmed = emphasis === "other";
  const sign = node.change?.sign ?? style.sign;
  return (
    <div
      className={cn(
        className,
        "items-center justify-center text-5xl leading-none font-medium",
        dimmed ? "text-ink-faint" : style.fill,
      )}
    >
      {dimmed ? null : <span aria-hidden>{sign === "" ? <Icon className="size-12" /> : sign}</span>}
      <span className="sr-only">{node.name}</span>
      <Unseen node={node} note={note} />
    </div>
  );
}

/** Details without room in the node, for screen readers. */
function Unseen({ node, note }: Pick<ResourceNodeData, "node" | "note">) {
  return (
    <span className="sr-only">
      {" "}
      {node.lifecycle_state ?? "absent"} {node.provider}/{node.resource} {note}
    </span>
  );
}
