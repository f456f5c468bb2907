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

/** A lifecycle state in its colour and in words; null stands for a resource that does not exist. */
export function StateBadge({ state, className }: { state: LifecycleState | null; className?: string }) {
  if (state === null) return <Badge className={cn("border border-dashed border-line-strong", className)}>absent</Badge>;
  return (
    <Badge tone={TONE_OF[state]} className={cn(className)}>
      <span aria-hidden className={cn("size-1.5 rounded-full", DOT_OF[state])} />
      {state}
    </Badge>
  );
}
