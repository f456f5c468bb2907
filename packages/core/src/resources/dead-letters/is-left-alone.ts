import type { DomainError, ErrorCode } from "../../foundation/common/errors.ts";

const CODES: readonly ErrorCode[] = ["not_retryable", "has_dependents", "deletion_protected", "not_deletable"];

/** Whether a retry was refused because of the present state of things: a bulk retry then skips the dead letter. */
export function isLeftAlone(error: DomainError): boolean {
  return CODES.includes(error.code);
}
