import { type NewAccount, newAccountSchema } from "@pragma/contract";
import type { OpenInvitationRow } from "@pragma/db/administration";
import type { RequestMeta } from "../../foundation/callers/client.ts";
import type { Login } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { fieldError, parseInput } from "../../foundation/common/parse-input.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { hashPassword } from "../access/password.ts";
import { findByToken } from "./invitation-token.ts";
import { createInvitedAccount, redeemInvitation } from "./redeem-invitation.ts";

/** The person who accepts: signed in, or without an account. */
export type Invitee = { login: Login } | { newAccount: NewAccount };

/**
 * Joins an organization by a link, with the signed-in account or with a new one, which the caller then signs in
 * (`startLogin`). An invitation for an email is valid for the account that has proven this email, or for a new account
 * with it. Creating that account does not prove the email.
 * @throws DomainError not_found if it is no longer valid, conflict (already a member, another email, an unproven email,
 *   or an account with this email exists), validation_failed, quota_exceeded
 */
export async function acceptInvitation(
  core: Core,
  token: string,
  invitee: Invitee,
  meta: Pick<RequestMeta, "correlationId">,
): Promise<{ userId: string; organizationId: string }> {
  const invitation = await findByToken(core.db, token);
  const userId = await ("login" in invitee
    ? joinWithLogin(core, invitation, invitee.login, meta.correlationId)
    : joinWithNewAccount(core, invitation, invitee.newAccount, meta.correlationId));
  return { userId, organizationId: invitation.organization_id };
}

async function joinWithLogin(
  core: Core,
  invitation: OpenInvitationRow,
  login: Login,
  correlationId: string,
): Promise<string> {
  if (invitation.email !== null && invitation.email !== login.email) {
    throw new DomainError("conflict", `The invitation is for ${invitation.email}: sign in with that account`);
  }
  if (invitation.email !== null && !login.emailProven) {
    throw new DomainError(
      "conflict",
      `The invitation is for ${invitation.email}: confirm first that the address is yours, under Your account`,
    );
  }
  const person = { id: login.userId, email: login.email, name: login.name };
  await unitOfWork(core, (unit) => redeemInvitation(unit, invitation, person, correlationId));
  return login.userId;
}

async function joinWithNewAccount(
  core: Core,
  invitation: OpenInvitationRow,
  newAccount: NewAccount,
  correlationId: string,
): Promise<string> {
  const { email, name, password } = parseInput(newAccountSchema, newAccount);
  if (invitation.email !== null && invitation.email !== email) {
    throw fieldError("email", `must be ${invitation.email}, whom the invitation is for`);
  }
  const passwordHash = await hashPassword(password);
  return unitOfWork(core, async (unit) => {
    // Anyone with the link may type any free address.
    const person = await createInvitedAccount(unit.db, { email, name, passwordHash, proven: false });
    await redeemInvitation(unit, invitation, person, correlationId);
    return person.id;
  });
}
