import type { LifecycleState } from "@pragma/contract";
import { cn } from "~/lib/class-names.ts";
import { Badge, type Tone } from "./badge.tsx";

const TONE_OF: Record<LifecycleState, Tone> = {
  draft: "neutral",
  pending: "warning",
  processing: "info",
  ready: "success",
  failed: "danger",
};

const DOT_OF: Record<LifecycleState, string> = {
  draft: "bg-draft",
  pending: "bg-pending",
  processing: "bg-processing animate-pulse",
  ready: "bg-ready",
  failed: "bg-failed",
};

interface StateBadgeProps {
  /** Null for a resource that does not exist. */
  state: LifecycleState | null;
  /** How many resources are in it, if it stands for several. */
  count?: number;
  className?: string;
}

/** A lifecycle state in its colour and in words. */
export function StateBadge({ state, count, className }: StateBadgeProps) {
  if (state === null) return <Badge className={cn("border border-dashed border-line-strong", className)}>absent</Badge>;
  return (
    <Badge tone={TONE_OF[state]} className={cn(className)}>
      <span aria-hidden className={cn("size-1.5 rounded-full", DOT_OF[state])} />
      {count === undefined ? state : `${count.toLocaleString("en")} ${state}`}
    </Badge>
  );
}
