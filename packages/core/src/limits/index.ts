export { type Quota, QuotaLedger } from "./quota-ledger.ts";
export { takeQuota } from "./take-quota.ts";
