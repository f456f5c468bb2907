/** Often enough to look live, and seldom enough not to refetch a busy organization constantly. */
export const REFRESH_MS = 400;

/** Times in milliseconds. */
export interface Pace {
  /** From one call to the next, at least. */
  every?: number;
  /** How long the first one waits for more to come. */
  after?: number;
  /** A call that comes while one waits is followed by another, which waits as long: what is read sooner may be too old. */
  afterEach?: boolean;
}

/**
 * A function that calls `refresh`: at once, and then no more often than every 0.4 s, or as often as it says, the last time
 * always included. One call is under way at a time: a server that takes its time is not asked again meanwhile, which would
 * make it slower still. What came meanwhile is followed by another call, since what the one before read may be older.
 * @param isShown nothing is called while it is false
 */
export function throttled(refresh: () => Promise<unknown>, pace: () => Pace, isShown: () => boolean): () => void {
  let isDue = false;
  let isRunning = false;
  const run = async (): Promise<void> => {
    while (isDue) {
      const { every = REFRESH_MS, after = 0, afterEach = false } = pace();
      if (afterEach) isDue = false;
      if (after > 0) await wait(after);
      if (!isShown()) break;
      if (!afterEach) isDue = false;
      await Promise.allSettled([refresh(), wait(every - after)]);
    }
    isRunning = false;
  };
  return () => {
    isDue = true;
    if (isRunning) return;
    isRunning = true;
    void run();
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
