export { failureLine } from "./failure-line.ts";
export { type Level, levelFrom } from "./level.ts";
export { type CreateLoggerOptions, correlated, createLogger, type Logger } from "./logger.ts";
