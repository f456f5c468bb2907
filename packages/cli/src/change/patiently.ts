import { setTimeout as sleep } from "node:timers/promises";

/** A restarted or moved API is back by then. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;

/** How long an API that responded before may be away. */
export interface Patience {
  signal: AbortSignal;
  /** The moment at which it ends in any case; null if there is none. */
  deadline?: number | null;
  /** Called each time that there is no response. */
  onAway?: () => void;
}

/**
 * Runs an idempotent operation, and repeats it while the API is away: a large apply should survive a restart of the
 * API.
 *
 * @throws other errors, and those that persist after a minute
 */
export async function patiently<Result>(
  work: () => Promise<Result>,
  { signal, deadline = null, onAway }: Patience,
): Promise<Result> {
  let until: number | undefined;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      until ??= Math.min(Date.now() + PATIENCE_MS, deadline ?? Number.POSITIVE_INFINITY);
      if (!isAway(error) || signal.aborted || Date.now() >= until) throw error;
      onAway?.();
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}

/** By name and status, since the classes are not loaded for that. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === "ConnectionError" || (error.name === "ServerError" && "status" in error && error.status === 503)
  );
}
