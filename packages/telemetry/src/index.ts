export { failureLine } from "./failure-line.ts";
export { createLogger, type Logger } from "./logger.ts";
export { takeStopSignals } from "./stop-signals.ts";
export { EVENT_LOOP_BLOCKED, watchEventLoop } from "./watch-event-loop.ts";
