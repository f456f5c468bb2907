import { ERROR_REGISTRY, type ErrorCode } from "@pragma/core/errors";

/** The status of each domain error. Only this app knows HTTP. */
export const STATUS_OF_CODE: Readonly<Record<ErrorCode, number>> = {
  not_authenticated: 401,
  missing_scope: 403,
  not_operator: 403,
  push_not_granted: 403,
  mail_failed: 502,
  rate_limited: 429,
  quota: 429,
  quota_exceeded: 409,
  busy: 503,
  not_found: 404,
  validation_failed: 422,
  bad_request: 400,
  payload_too_large: 413,
  invalid_archive: 400,
  provider_in_use: 409,
  incompatible_schema: 409,
  id_collision: 409,
  stale_plan: 409,
  stale_preview: 409,
  refused_plan: 409,
  change_in_flight: 409,
  deletion_in_progress: 409,
  deletion_protected: 409,
  has_dependents: 409,
  not_cancellable: 409,
  not_discardable: 409,
  not_deletable: 409,
  not_retryable: 409,
  cycle: 422,
  immutable_field: 422,
  precondition_failed: 412,
  idempotency_mismatch: 422,
  idempotency_in_progress: 409,
  provider_timeout: 504,
  provider_failed: 502,
  conflict: 409,
};

/** Errors in the HTTP request, which no domain code ever sees. */
export const HTTP_ERROR_REGISTRY = {
  malformed_request: {
    status: 400,
    when: "The request is not HTTP, or its path is not valid percent-encoded UTF-8.",
    recovery: "Fix the client.",
  },
  method_not_allowed: {
    status: 405,
    when: "The path exists, but not for this method.",
    recovery: "Use a method named in `Allow`.",
  },
  path_too_long: {
    status: 414,
    when: "A segment of the path is longer than any id.",
    recovery: "Check the id.",
  },
  unsupported_media_type: {
    status: 415,
    when: "The body is neither `application/json` in UTF-8 nor, for uploads, `multipart/form-data`.",
    recovery: "Set `Content-Type`, and send what it says.",
  },
  internal: {
    status: 500,
    when: "The server met a defect. Nothing was half written.",
    recovery: "Try again; report it with the `X-Request-Id` if it persists.",
  },
  unavailable: {
    status: 503,
    when: "The server is shutting down, or its database is away.",
    recovery:
      "Try again in a moment: another replica, or the next process, will answer. What was asked may have been done.",
  },
} as const;

export type HttpErrorCode = keyof typeof HTTP_ERROR_REGISTRY;

/** Status of any error this API may answer with. */
export function statusOf(code: ErrorCode | HttpErrorCode): number {
  return code in ERROR_REGISTRY ? STATUS_OF_CODE[code as ErrorCode] : HTTP_ERROR_REGISTRY[code as HttpErrorCode].status;
}
