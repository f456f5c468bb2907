export { Batches } from "./batches.ts";
export { isNegligible, MemoryRoom, NoRoomError } from "./memory-room.ts";
export { QuotaLedger } from "./quota-ledger.ts";
export { RateLedger, type RateStanding } from "./rate-ledger.ts";
export {
  createRequestRoom,
  DEFAULT_REQUEST_MEMORY_BYTES,
  declaresMore,
  expectedBytes,
  MEMORY_OF_BODY,
  NO_ROOM_FOR_BODY,
} from "./request-room.ts";
export { MAX_STREAMS_PER_TOKEN, StreamLedger } from "./stream-ledger.ts";
export { Turns } from "./turns.ts";
