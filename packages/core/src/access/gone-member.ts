import { DomainError } from "../common/errors.ts";

/** The foreign keys by which tokens and login codes belong to a membership. */
const OF_MEMBERSHIP = new Set(["api_tokens_organization_id_user_id_fkey", "login_codes_organization_id_user_id_fkey"]);

/**
 * For a write that failed: whoever made the request may have left the organization since it began.
 * @throws DomainError not_authenticated, as the next request of theirs is answered; else the error itself
 */
export function refuseGoneMember(error: unknown): never {
  if (error instanceof Error && "constraint" in error && OF_MEMBERSHIP.has(String(error.constraint))) {
    throw new DomainError("not_authenticated", "You are no longer a member of this organization");
  }
  throw error;
}
