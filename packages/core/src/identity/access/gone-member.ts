import { DomainError } from "../../foundation/common/errors.ts";

/** The foreign keys that tie tokens and login codes to a membership. */
const OF_MEMBERSHIP = new Set(["api_tokens_organization_id_user_id_fkey", "login_codes_organization_id_user_id_fkey"]);

/**
 * Handles a failed write: its author may have left the organization since the request began.
 * @throws DomainError not_authenticated, like their next request; else the error itself
 */
export function refuseGoneMember(error: unknown): never {
  if (error instanceof Error && "constraint" in error && OF_MEMBERSHIP.has(String(error.constraint))) {
    throw new DomainError("not_authenticated", "You are no longer a member of this organization");
  }
  throw error;
}
