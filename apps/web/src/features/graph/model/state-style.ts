import { isReady, type LifecycleState } from "@pragma/contract";

/** How a node shows its state: by colour, and by a sign where there is no room for the word. */
export interface StateStyle {
  sign: string;
  /** Classes of a narrow bar, or of a whole node that is too small for words. */
  fill: string;
  /** Classes of a node that only shows its name. */
  soft: string;
}

const LOOKS: Record<LifecycleState | "absent", StateStyle> = {
  draft: { sign: "○", fill: "bg-draft text-surface", soft: "border-draft bg-draft-soft text-draft-text" },
  pending: { sign: "…", fill: "bg-pending text-surface", soft: "border-pending bg-pending-soft text-pending-text" },
  processing: {
    sign: "▸",
    fill: "bg-processing text-surface",
    soft: "border-processing bg-processing-soft text-processing-text",
  },
  ready: { sign: "", fill: "bg-transparent", soft: "" },
  failed: { sign: "✕", fill: "bg-failed text-surface", soft: "border-failed bg-failed-soft text-failed-text" },
  absent: { sign: "?", fill: "bg-transparent", soft: "text-ink-soft" },
};

/** Null for a resource that does not exist. */
export function stateStyle(state: LifecycleState | null): StateStyle {
  return LOOKS[state ?? "absent"];
}

/** Only what is not ready has a colour: among hundreds of nodes it is what one looks for. */
export function isCalm(state: LifecycleState | null): boolean {
  return state !== null && isReady(state);
}
