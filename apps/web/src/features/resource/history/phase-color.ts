import type { Attempt } from "./stories.ts";
import type { Segment } from "./timeline-model.ts";

const COLORS: Record<Exclude<Segment["kind"], "attempt"> | Attempt["outcome"], string> = {
  waiting: "bg-pending",
  queued: "bg-draft",
  // Waiting, too, but by plan.
  pause: "bg-pending/50",
  running: "bg-processing",
  succeeded: "bg-ready",
  failed: "bg-failed",
  interrupted: "bg-ink-faint",
  cancelled: "bg-ink-faint",
};

/** The color of a stretch of time; an attempt has that of its outcome. */
export function colorOf({ kind, outcome }: Pick<Segment, "kind" | "outcome">): string {
  return COLORS[kind === "attempt" ? (outcome ?? "running") : kind];
}
