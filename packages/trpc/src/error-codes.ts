import type { ErrorCode } from "@pragma/core";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";

/** The tRPC code of each domain error. Only this package knows tRPC's. */
export const TRPC_CODE_OF: Readonly<Record<ErrorCode, TRPC_ERROR_CODE_KEY>> = {
  not_authenticated: "UNAUTHORIZED",
  missing_scope: "FORBIDDEN",
  rate_limited: "TOO_MANY_REQUESTS",
  busy: "SERVICE_UNAVAILABLE",
  not_found: "NOT_FOUND",
  validation_failed: "UNPROCESSABLE_CONTENT",
  bad_request: "BAD_REQUEST",
  payload_too_large: "PAYLOAD_TOO_LARGE",
  invalid_archive: "BAD_REQUEST",
  provider_in_use: "CONFLICT",
  incompatible_schema: "CONFLICT",
  id_collision: "CONFLICT",
  change_in_flight: "CONFLICT",
  deletion_in_progress: "CONFLICT",
  deletion_protected: "CONFLICT",
  has_dependents: "CONFLICT",
  not_cancellable: "CONFLICT",
  not_deletable: "CONFLICT",
  not_retryable: "CONFLICT",
  cycle: "UNPROCESSABLE_CONTENT",
  immutable_field: "UNPROCESSABLE_CONTENT",
  precondition_failed: "PRECONDITION_FAILED",
  idempotency_mismatch: "UNPROCESSABLE_CONTENT",
  idempotency_in_progress: "CONFLICT",
  provider_timeout: "TIMEOUT",
  provider_failed: "BAD_GATEWAY",
  conflict: "CONFLICT",
};
