import type { ActionState } from "@pragma/contract";
import { Badge, type Tone } from "~/components/ui/badge.tsx";
import { cn } from "~/lib/class-names.ts";

const TONE_OF: Record<ActionState, Tone> = {
  waiting: "neutral",
  running: "info",
  succeeded: "success",
  failed: "danger",
  superseded: "neutral",
};

/** What became of an action, and how often it was tried if that was not once. */
export function ActionStateBadge({ state, attempts }: { state: ActionState; attempts: number }) {
  return (
    <span className="inline-flex items-center gap-2">
      {attempts > 1 ? <span className="text-xs text-ink-faint">{attempts} attempts</span> : null}
      <Badge tone={TONE_OF[state]}>
        <span aria-hidden className={cn("size-1.5 rounded-full bg-current", state === "running" && "animate-pulse")} />
        {state}
      </Badge>
    </span>
  );
}
