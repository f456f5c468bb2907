import type { ErrorFacts } from "@pragma/contract";
import { DomainError, ERROR_REGISTRY, type ErrorCode } from "../common/errors.ts";

/**
 * Errors that are not stored as the answer: those of authentication, permission, validation, rate and load, of the key
 * itself, and of the provider. The same request may well succeed later, or after the client is fixed.
 */
const NOT_KEPT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "not_authenticated",
  "missing_scope",
  "not_operator",
  "push_not_granted",
  "mail_failed",
  "rate_limited",
  "quota",
  "quota_exceeded",
  "busy",
  "validation_failed",
  "bad_request",
  "payload_too_large",
  "invalid_archive",
  "cycle",
  "immutable_field",
  "idempotency_mismatch",
  "idempotency_in_progress",
  "provider_timeout",
  "provider_failed",
]);

/** Whether an error is the request's answer and is repeated: absence, conflicts and preconditions. */
export function isKept(error: unknown): error is DomainError {
  return error instanceof DomainError && !NOT_KEPT.has(error.code);
}

/** The error as JSON text. */
export function packError(error: DomainError): string {
  const { code, message, facts } = error;
  return JSON.stringify({ code, message, facts });
}

/** Restores the error; one with an unknown code becomes a plain conflict. */
export function unpackError(text: string): DomainError {
  const { code, message, facts } = JSON.parse(text) as { code: string; message: string; facts: ErrorFacts };
  return new DomainError(code in ERROR_REGISTRY ? (code as ErrorCode) : "conflict", message, facts);
}
