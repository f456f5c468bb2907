export { QuotaLedger } from "./quota-ledger.ts";
export { DEFAULT_QUOTAS, type QuotaSettings, quotasOf, quotaVariables } from "./quota-settings.ts";
export { RateLedger, type RateStanding } from "./rate-ledger.ts";
export { readLimits } from "./read-limits.ts";
export { readRateLimit } from "./read-rate-limit.ts";
export { checkRoom, requireRoom } from "./require-room.ts";
export { MAX_STREAMS_PER_TOKEN, StreamLedger } from "./stream-ledger.ts";
export { takeRequest } from "./take-request.ts";
export { withinQuota } from "./within-quota.ts";
