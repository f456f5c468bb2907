"use client";

import type { LifecycleState } from "@pragma/contract";
import type { NodeProps } from "@xyflow/react";
import { createContext, memo, use } from "react";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { cn } from "~/lib/class-names.ts";
import type { ResourceFlowNode } from "./flow-elements.ts";

/** Whether the graph is so small on the screen that words cannot be read. */
export const FarAwayContext = createContext(false);

const BAR_OF: Record<LifecycleState, string> = {
  draft: "bg-draft",
  pending: "bg-pending",
  processing: "bg-processing",
  ready: "bg-ready",
  failed: "bg-failed",
};

/** Symbols for states where text would be too small, so that colour alone does not tell them apart. */
const SIGN_OF: Record<LifecycleState | "absent", string> = {
  draft: "○",
  pending: "…",
  processing: "▸",
  ready: "✓",
  failed: "✕",
  absent: "?",
};

const FAR_OF: Record<LifecycleState | "absent", string> = {
  draft: "border-draft bg-draft-soft text-draft-text",
  pending: "border-pending bg-pending-soft text-pending-text",
  processing: "border-processing bg-processing-soft text-processing-text",
  ready: "border-ready bg-ready-soft text-ready-text",
  failed: "border-failed bg-failed-soft text-failed-text",
  absent: "bg-surface text-ink-soft",
};

/** A resource in the graph. Zoomed out, it shows less: its name in large type, and a symbol for its state. */
export const ResourceNode = memo(function ResourceNode({ data, selected }: NodeProps<ResourceFlowNode>) {
  const { node, emphasis, isRoot } = data;
  const state = node.lifecycle_state;
  const farAway = use(FarAwayContext);
  const frame = cn(
    "flex size-full overflow-hidden rounded-lg border bg-surface",
    state === null ? "border-dashed border-line-strong" : "border-line-strong",
    emphasis === "match" && "ring-2 ring-accent",
    emphasis === "other" && "border-line bg-canvas",
    selected && "border-accent outline-2 outline-accent",
  );
  const bar = state === null ? "bg-transparent" : BAR_OF[state];
  if (farAway) {
    const far = emphasis === "other" ? "bg-sunken text-ink-faint" : FAR_OF[state ?? "absent"];
    return (
      <div className={cn(frame, "items-center gap-2 px-3 text-2xl font-medium", far)}>
        <span aria-hidden className="w-6 shrink-0 text-center">
          {SIGN_OF[state ?? "absent"]}
        </span>
        <span className="truncate">{node.name}</span>
        <span className="sr-only">
          {" "}
          {state ?? "absent"} {node.provider}/{node.resource}
        </span>
      </div>
    );
  }
  return (
    <div className={frame}>
      <span aria-hidden className={cn("w-1.5 shrink-0", emphasis === "other" ? "bg-line" : bar)} />
      <span className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 px-2.5">
        <span className="flex items-center gap-2">
          <span
            className={cn(
              "min-w-0 flex-1 truncate font-medium",
              emphasis === "other" ? "text-ink-faint" : "text-ink",
              isRoot && "underline decoration-2 underline-offset-2",
            )}
          >
            {node.name}
          </span>{" "}
          <StateBadge state={state} />
        </span>{" "}
        <span className="truncate text-xs text-ink-faint">
          {node.provider}/{node.resource}
        </span>
      </span>
    </div>
  );
});
