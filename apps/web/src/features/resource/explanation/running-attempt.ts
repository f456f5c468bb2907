import type { Explanation } from "@pragma/contract";

/** An attempt that a provider is at. */
export interface RunningAttempt {
  eventId: string;
  /** From 1. */
  number: number;
  startedAt: string;
}

/** The attempt at an explained resource that its provider is at now; null if it is at none. */
export function runningAttempt({ way }: Explanation): RunningAttempt | null {
  const [start] = way;
  if (start?.cause !== "running") return null;
  const { event_id: eventId, attempt, since } = start;
  return eventId === null || !attempt || since === null ? null : { eventId, number: attempt, startedAt: since };
}
