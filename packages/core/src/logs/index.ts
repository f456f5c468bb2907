export { appendLogs, KEPT_LINES, type NewLogs } from "./append-logs.ts";
export { followResourceLogs } from "./follow-resource-logs.ts";
export { type LogQuery, readResourceLogs, streamResourceLogs } from "./read-resource-logs.ts";
