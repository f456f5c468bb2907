import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 100;
const QUIET_LOOKS = 3;
const BUSY_SHARE = 0.1;
const PATIENCE_MS = 8000;

/**
 * Waits until the processors have been nine tenths idle for 0.3 s, for at most 8 s: what was done before, such as closing a page
 * whose answers are still being computed, must not count for what is measured next.
 */
export async function quietMachine(): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < end; ) {
    const before = times();
    await sleep(LOOK_MS);
    const after = times();
    const share = (after.busy - before.busy) / Math.max(1, after.all - before.all);
    quiet = share < BUSY_SHARE ? quiet + 1 : 0;
  }
}

/** Times of all processors so far, in milliseconds. */
function times(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const own = Object.values(times).reduce((sum, time) => sum + time, 0);
    all += own;
    busy += own - times.idle;
  }
  return { busy, all };
}
