import { emailSchema, personNameSchema } from "@pragma/contract";
import type { Database } from "@pragma/db";
import {
  type AccountRow,
  findAccountByEmail,
  findInvitationByEmail,
  findOauthAccount,
  hasOauthAccount,
  insertOauthAccount,
  listOrganizationsOf,
  type OauthIdentity,
  type OpenInvitationRow,
} from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import { userActor } from "../../foundation/audit/user-actor.ts";
import type { RequestMeta } from "../../foundation/callers/client.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { findByToken } from "../invitations/invitation-token.ts";
import { createInvitedAccount, redeemInvitation } from "../invitations/redeem-invitation.ts";

/** An OAuth provider's statements about the person who signed in. */
export interface OauthProfile extends OauthIdentity {
  email: string | null | undefined;
  /** The provider says that the email is theirs. Nothing else counts. */
  emailVerified: boolean;
  name: string | null | undefined;
  /** Token of the invitation link that they followed. */
  invitation?: string | undefined;
}

type Meta = Pick<RequestMeta, "correlationId">;

/**
 * Finds the account of somebody who signed in with an OAuth provider: the linked one; else the one that has proven
 * their verified email, which gets linked; else a new one, if there is an invitation for that email, or they bring an
 * open one. An existing account accepts invitations afterwards, when it is signed in.
 *
 * @throws DomainError not_authenticated for an unverified or uninvited email; not_found for an invalid invitation;
 *   conflict for an invitation for another email, and if an account has the email without having proven it: anybody may
 *   have created that account
 */
export async function signInWithOAuth(core: Core, profile: OauthProfile, meta: Meta): Promise<{ userId: string }> {
  const known = await findOauthAccount(core.db, profile);
  if (known !== undefined) return { userId: known };
  const email = emailSchema.safeParse(profile.email);
  if (!profile.emailVerified || !email.success) {
    throw new DomainError("not_authenticated", "The provider does not say that your email address is verified");
  }
  return unitOfWork(core, async (unit) => {
    const { db } = unit;
    const account = await findAccountByEmail(db, email.data);
    if (account && (await canSignIn(db, account))) {
      if (!account.email_proven) throw unproven(account.email);
      return { userId: await link(db, account, profile, meta) };
    }
    const invitation = await findInvitationFor(db, email.data, profile.invitation);
    const name = personNameSchema.safeParse(profile.name).data ?? null;
    const person = await createInvitedAccount(db, { email: email.data, name, passwordHash: null, proven: true });
    await redeemInvitation(unit, invitation, person, meta.correlationId);
    return { userId: await link(db, person, profile, meta) };
  });
}

function unproven(email: string): DomainError {
  return new DomainError(
    "conflict",
    `An account here has the address ${email} and has not proven it: sign in to it with its password and confirm the address under Your account, or ask an operator`,
  );
}

/** False for the placeholder of a first start, which only set-up may claim. */
async function canSignIn(db: Database, account: AccountRow): Promise<boolean> {
  return account.password_hash !== null || (await hasOauthAccount(db, account.id));
}

async function findInvitationFor(db: Database, email: string, token: string | undefined): Promise<OpenInvitationRow> {
  const invitation = token === undefined ? await findInvitationByEmail(db, email) : await findByToken(db, token);
  if (!invitation) {
    throw new DomainError("not_authenticated", `No account has the email ${email}: ask for an invitation`);
  }
  if (invitation.email !== null && invitation.email !== email) {
    throw new DomainError("conflict", `The invitation is for ${invitation.email}`);
  }
  return invitation;
}

/** @returns the account that is linked: another request may have been first */
async function link(
  db: Database,
  account: { id: string; name: string | null; email: string },
  profile: OauthProfile,
  { correlationId }: Meta,
): Promise<string> {
  if (!(await insertOauthAccount(db, profile, account.id))) {
    return (await findOauthAccount(db, profile)) ?? account.id;
  }
  // In each of their organizations: another way to sign in matters to all of them.
  for (const organizationId of await listOrganizationsOf(db, account.id)) {
    await recordAudit(
      db,
      { organizationId, actor: userActor(account), correlationId },
      {
        action: "account.link",
        target: account.id,
        outcome: "success",
        details: { provider: profile.provider, email: account.email },
      },
    );
  }
  return account.id;
}
