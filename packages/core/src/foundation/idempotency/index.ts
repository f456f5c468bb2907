export {
  type FreshAnswer,
  type KeptAnswer,
  withIdempotency,
} from "./with-idempotency.ts";
