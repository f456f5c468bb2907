import { setTimeout as sleep } from "node:timers/promises";
import { MigrationError } from "./errors.ts";
import type { LockWait } from "./lock-wait.ts";
import type { Run } from "./run.ts";

/**
 * How long an attempt may wait for a lock. All that ask for the table meanwhile wait behind it, so it is short: nobody is to
 * wait for more than a second because of a migration.
 */
export const LOCK_TIMEOUT_MS = 500;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** SQLSTATEs lock_not_available and deadlock_detected. */
const LOCKED_OUT = new Set(["55P03", "40P01"]);

/** One attempt. @param last what the one before waited for, as far as that was seen; it notes what it waits for itself */
type Attempt<Result> = (last: LockWait | null, note: (wait: LockWait) => void) => Promise<Result>;

/**
 * Repeats what gave up for a lock, with growing pauses, for as long as it takes: a dump of a large database holds each table
 * for an hour.
 *
 * @param what whose attempts these are, for messages
 * @throws MigrationError if the run is interrupted; what an attempt throws for another reason
 */
export async function withPatience<Result>(
  { onWaiting, signal }: Pick<Run, "onWaiting" | "signal">,
  what: string,
  attempt: Attempt<Result>,
): Promise<Result> {
  let last: LockWait | null = null;
  for (let failed = 0; ; failed++) {
    requireUninterrupted(signal, what);
    let seen = null as LockWait | null;
    try {
      return await attempt(last, (wait) => {
        seen = wait;
      });
    } catch (error) {
      if (!LOCKED_OUT.has(String((error as { code?: unknown }).code))) throw error;
    }
    last = seen ?? last;
    const pause = pauseAfter(failed);
    onWaiting(`${what} waits for ${last?.description ?? "a lock"}. Next attempt in ${(pause / 1000).toFixed(1)} s`);
    await sleep(pause, undefined, signal && { signal }).catch(() => {});
  }
}

/** @throws MigrationError if the run is to end */
export function requireUninterrupted(signal: AbortSignal | undefined, what: string): void {
  if (!signal?.aborted) return;
  throw new MigrationError(`Interrupted before ${what} was complete. Run it again to continue from there.`);
}

/** Between half and all of a ceiling that doubles: migrations that failed together do not meet again. */
function pauseAfter(failed: number): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failed, 10));
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}
