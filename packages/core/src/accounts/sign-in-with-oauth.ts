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
import { recordAudit } from "../audit/index.ts";
import { userActor } from "../audit/user-actor.ts";
import type { RequestMeta } from "../callers/client.ts";
import { DomainError } from "../common/errors.ts";
import { findByToken } from "../invitations/invitation-token.ts";
import { createInvitedAccount, redeemInvitation } from "../invitations/redeem-invitation.ts";
import type { Core } from "../unit-of-work/core.ts";
import { unitOfWork } from "../unit-of-work/unit-of-work.ts";

/** What a provider says about who signed in there. */
export interface OauthProfile extends OauthIdentity {
  email: string | null | undefined;
  /** The provider says that it is theirs. Anything else does not count. */
  emailVerified: boolean;
  name: string | null | undefined;
  /** Token of the invitation that they came with. */
  invitation?: string | undefined;
}

type Meta = Pick<RequestMeta, "correlationId">;

/**
 * Which account here somebody is who signed in elsewhere: the one that was linked; else the one that has proven to have
 * their verified email, which is linked then; else a new one, if there is an invitation for that email, or an open one came with them.
 * An account that is there already accepts invitations afterwards, signed in.
 *
 * @throws DomainError not_authenticated for an unverified email, or one that nobody has invited; not_found for an
 *   invitation that does not hold; conflict for one that is for another email, and where an account has the email and has
 *   not proven it: anybody may have made that
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

/** Not so the placeholder of a first start, which set-up alone may claim. */
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
  // Wherever they are a member: another way to sign in matters to all of them.
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
