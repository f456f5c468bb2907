export { failureLine } from "./failure-line.ts";
export { type Level, levelFrom } from "./level.ts";
export { type CreateLoggerOptions, correlated, createLogger, type Logger } from "./logger.ts";
export { EVENT_LOOP_BLOCKED, type EventLoopWatch, watchEventLoop } from "./watch-event-loop.ts";
