export { type Quota, QuotaLedger } from "./quota-ledger.ts";
export { readQuota } from "./read-quota.ts";
export { MAX_STREAMS_PER_TOKEN, StreamLedger } from "./stream-ledger.ts";
export { takeQuota } from "./take-quota.ts";
