import type { HistoryFact } from "./facts.ts";

/** Whether a step corrects what a check found: nobody asked for it, so its event stands for its cause. */
export function isCorrection({ type, from, to, eventId, correlationId }: HistoryFact): boolean {
  return (
    type === "UPDATE" && from !== "processing" && to === "pending" && eventId !== null && eventId === correlationId
  );
}
