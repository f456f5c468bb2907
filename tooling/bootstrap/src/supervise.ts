import { nextDelay } from "./backoff.ts";

/** One run of something that should never end. */
export interface Run {
  /** Settles with a word about how it ended. */
  readonly ended: Promise<string>;
  /** @param graceMs what it gets to finish its work in; the run's own limit if left out */
  stop(graceMs?: number): Promise<void>;
}

export interface Supervised {
  /** Ends the current run and starts no further one. */
  stop(): Promise<void>;
  /** Ends the current run, soon if not in order, and starts the next one at once. */
  restart(): void;
}

/** Grace period of a restart: whoever changed a source waits; what a program held runs again, as after any crash. */
const RESTART_GRACE_MS = 3_000;

/**
 * Keeps something running: started again whatever its end, with a growing delay. graphile-worker's runner, for one,
 * ends with exit code 0 when its database goes away, leaving work undone.
 *
 * @param first the run already under way
 * @param start begins another; when it fails, that counts as a run that ended
 */
export function supervise(
  name: string,
  first: Run,
  start: () => Promise<Run>,
  report: (line: string) => void,
): Supervised {
  let current: Run | null = first;
  let wakeUp = (): void => {};
  let restarting = false;
  const stopping = new AbortController();

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = async (): Promise<void> => {
    let delay = 0;
    for (;;) {
      const started = Date.now();
      const how: string = current ? await current.ended : "could not be started";
      if (stopping.signal.aborted) return;
      if (restarting) {
        delay = 0;
      } else {
        delay = nextDelay(delay, Date.now() - started);
        report(`${name} ${how}, starting it again in ${delay / 1000} s`);
        await pause(delay);
      }
      restarting = false;
      if (stopping.signal.aborted) return;
      current = await start().catch((error: Error) => {
        report(`${name}: ${error.message}`);
        return null;
      });
      // The sources changed again while it was starting.
      if (restarting) void current?.stop(RESTART_GRACE_MS);
      // Asked to stop while it was starting.
      if (stopping.signal.aborted) await current?.stop();
    }
  };

  const finished = loop();
  return {
    async stop() {
      stopping.abort();
      wakeUp();
      await current?.stop();
      await finished;
    },
    restart() {
      restarting = true;
      wakeUp();
      void current?.stop(RESTART_GRACE_MS);
    },
  };
}
