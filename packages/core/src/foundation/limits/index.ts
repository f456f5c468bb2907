export { probeQuota } from "./probe-quota.ts";
export { readLimits } from "./read-limits.ts";
export { readRateLimit } from "./read-rate-limit.ts";
export { checkRoom, requireRoom } from "./require-room.ts";
export { takeRequest, takeRequests } from "./take-request.ts";
export { hasRoom, type QuotaOwner, withinQuota } from "./within-quota.ts";
