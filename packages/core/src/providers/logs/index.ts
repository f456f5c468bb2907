export { appendLogs, KEPT_LINES } from "./append-logs.ts";
export { followResourceLogs } from "./follow-resource-logs.ts";
export { readResourceLogs, streamResourceLogs } from "./read-resource-logs.ts";
