export {
  type FreshAnswer,
  type IdempotentAnswer,
  type IdempotentRequest,
  type KeptAnswer,
  withIdempotency,
} from "./with-idempotency.ts";
