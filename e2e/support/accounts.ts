import { randomUUID } from "node:crypto";
import type { Role } from "@pragma/contract";
import { createToken, hashPassword } from "@pragma/core/access";
import { authenticateLogin, memberIn, startLogin } from "@pragma/core/accounts";
import type { MemberContext } from "@pragma/core/callers";
import { insertAccount, insertMember, insertOrganization, setOperator, setPushGrant } from "@pragma/db/administration";
import type { Platform } from "./platform.ts";

/** A user who can sign in, and their organization. */
export interface Account {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly organizationId: string;
  /** Its pages are at `/o/{slug}`: see `pageOf`. */
  readonly organizationSlug: string;
  readonly organizationName: string;
  readonly role: Role;
}

export const PASSWORD = "correct horse battery";

/** Once: it takes a while by design. */
let passwordHash: Promise<string> | undefined;

function person(name: string): { userId: string; email: string; name: string; password: string } {
  const userId = randomUUID();
  return { userId, name, email: `${name.toLowerCase()}-${userId.slice(0, 8)}@example.com`, password: PASSWORD };
}

/** An organization that an account owns. @returns its slug */
export function addOrganization(
  platform: Platform,
  organization: { id: string; name: string; ownerId: string },
): Promise<string> {
  return platform.core.db.transaction((unit) => insertOrganization(unit, organization));
}

/** A new account with a proven address, owner of a new organization that may push providers. */
export async function createOwnerAccount(
  platform: Platform,
  name = "Ada",
  organizationName = `${name}'s ${randomUUID().slice(0, 8)}`,
): Promise<Account> {
  passwordHash ??= hashPassword(PASSWORD);
  const owner = person(name);
  const organizationId = randomUUID();
  const { db } = platform.core;
  await insertAccount(db, { ...owner, id: owner.userId, passwordHash: await passwordHash, proven: true });
  const organization = { id: organizationId, name: organizationName, ownerId: owner.userId };
  const organizationSlug = await addOrganization(platform, organization);
  await setPushGrant(db, organizationId, true);
  return { ...owner, organizationId, organizationSlug, organizationName, role: "owner" };
}

/** A new account in somebody's organization. */
export async function createMemberAccount(
  platform: Platform,
  { organizationId, organizationSlug, organizationName }: Account,
  role: Role,
  name = "Grace",
): Promise<Account> {
  passwordHash ??= hashPassword(PASSWORD);
  const member = person(name);
  const { db } = platform.core;
  await insertAccount(db, { ...member, id: member.userId, passwordHash: await passwordHash, proven: true });
  await insertMember(db.tenant(organizationId), member.userId, role);
  return { ...member, organizationId, organizationSlug, organizationName, role };
}

/** Makes a user an operator of the installation. */
export async function makeOperator(platform: Platform, { userId }: Account): Promise<void> {
  await setOperator(platform.core.db, userId, true);
}

/** An API token with all that the account may do. */
export async function createTokenOf(platform: Platform, account: Account): Promise<string> {
  const context = await memberOf(platform, account);
  const { token } = await createToken(platform.core, context, { name: "e2e", scopes: [...context.scopes] });
  return token;
}

/** The context that use-cases take for a user in their organization. */
export async function memberOf(platform: Platform, { userId, organizationId }: Account): Promise<MemberContext> {
  const client = { address: "127.0.0.1", userAgent: "e2e" };
  const { secret } = await startLogin(platform.core, { userId, organizationId, client });
  const login = await authenticateLogin(platform.core, secret, randomUUID());
  const member = login && memberIn(login, organizationId);
  if (!member) throw new Error("The account is not in its organization");
  return member;
}
