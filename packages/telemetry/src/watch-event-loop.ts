import type { Logger } from "./logger.ts";

/** The text of the log line; tests of whole programs search for it. */
export const EVENT_LOOP_BLOCKED = "the event loop was blocked: no request was answered meanwhile";

const PERIOD_MS = 250;

export interface EventLoopWatch {
  stop(): void;
}

/**
 * Logs an error, with the duration, each time that code blocked the process's only thread for longer than `limitMs`.
 * Counts only the thread's own CPU time: on an overloaded machine every timer is late, which is not the program's
 * fault.
 */
export function watchEventLoop(logger: Logger, limitMs = 1000): EventLoopWatch {
  let at = performance.now();
  let used = process.threadCpuUsage();
  const timer = setInterval(() => {
    const late = performance.now() - at - PERIOD_MS;
    const { user, system } = process.threadCpuUsage(used);
    const busy = (user + system) / 1000;
    at = performance.now();
    used = process.threadCpuUsage();
    if (late > limitMs && busy > limitMs)
      logger.error({ blocked_ms: Math.round(Math.min(late, busy)) }, EVENT_LOOP_BLOCKED);
  }, PERIOD_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
