export { Batches } from "./batches.ts";
export { QuotaLedger } from "./quota-ledger.ts";
export { RateLedger, type RateStanding } from "./rate-ledger.ts";
export { MAX_STREAMS_PER_TOKEN, StreamLedger } from "./stream-ledger.ts";
export { Turns } from "./turns.ts";
