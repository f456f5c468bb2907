export { type Quota, QuotaLedger } from "./quota-ledger.ts";
export { readQuota } from "./read-quota.ts";
export { takeQuota } from "./take-quota.ts";
