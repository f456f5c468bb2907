export { appendLogs, KEPT_LINES, type NewLogs } from "./append-logs.ts";
export { followLogs } from "./follow-logs.ts";
export { type LogQuery, readLogs } from "./read-logs.ts";
