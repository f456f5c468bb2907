export { type Quota, QuotaLedger } from "./quota-ledger.ts";
export { MAX_STREAMS_PER_TOKEN, StreamLedger } from "./stream-ledger.ts";
export { takeQuota } from "./take-quota.ts";
