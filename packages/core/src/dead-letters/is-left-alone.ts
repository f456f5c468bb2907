import type { DomainError, ErrorCode } from "../common/errors.ts";

const CODES: readonly ErrorCode[] = ["not_retryable", "has_dependents", "deletion_protected", "not_deletable"];

/** Why a retry was refused is how things stand now: one of many is skipped then. */
export function isLeftAlone(error: DomainError): boolean {
  return CODES.includes(error.code);
}
