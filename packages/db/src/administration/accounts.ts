import type { Database } from "../database.ts";
import type { Prisma } from "../generated/client.ts";
import { acrossOrganizations, inInstallation } from "../prisma/scopes.ts";
import { databaseNow } from "./clock.ts";

export interface AccountRow {
  id: string;
  email: string;
  name: string | null;
  password_hash: string | null;
  /** The address was proven to be its owner's. */
  email_proven: boolean;
}

/** Emails are stored in lower case. */
export function findAccountByEmail(db: Database, email: string): Promise<AccountRow | undefined> {
  return find(db, { email });
}

export function findAccount(db: Database, id: string): Promise<AccountRow | undefined> {
  return find(db, { id });
}

async function find(db: Database, where: Prisma.UserWhereInput): Promise<AccountRow | undefined> {
  const select = { id: true, email: true, name: true, passwordHash: true, emailProvenAt: true };
  const found = await inInstallation(db, ({ user }) => user.findFirst({ where, select }));
  if (found === null) return undefined;
  const { passwordHash, emailProvenAt, ...rest } = found;
  return { ...rest, password_hash: passwordHash, email_proven: emailProvenAt !== null };
}

/** Whether any account has a password, or an external account to sign in with. */
export async function isSignInPossible(db: Database): Promise<boolean> {
  const able = { OR: [{ passwordHash: { not: null } }, { oauthAccounts: { some: {} } }] };
  return (await inInstallation(db, ({ user }) => user.findFirst({ where: able, select: { id: true } }))) !== null;
}

/** An account to be created. */
export interface NewAccountRow {
  id: string;
  email: string;
  name: string | null;
  passwordHash: string | null;
  /** The address was proven to be its owner's. */
  proven: boolean;
}

/** @returns false if another account has the email */
export async function insertAccount(db: Database, account: NewAccountRow): Promise<boolean> {
  // Field by field: anything else in the caller's object must not be written.
  const { id, email, name, passwordHash, proven } = account;
  const data = { id, email, name, passwordHash, emailProvenAt: proven ? await databaseNow(db) : null };
  return (await inInstallation(db, ({ user }) => user.createMany({ data, skipDuplicates: true }))).count > 0;
}

/** @returns false if the former password has changed */
export async function setPassword(
  db: Database,
  id: string,
  { next, former }: { next: string; former: string },
): Promise<boolean> {
  const where = { id, passwordHash: former };
  return (await inInstallation(db, ({ user }) => user.updateMany({ where, data: { passwordHash: next } }))).count > 0;
}

export async function renameAccount(db: Database, id: string, name: string): Promise<void> {
  await inInstallation(db, ({ user }) => user.updateMany({ where: { id }, data: { name } }));
}

/** Gives an account an address proven to be its owner's. @returns false if another account has it */
export async function proveEmail(db: Database, id: string, email: string): Promise<boolean> {
  const emailProvenAt = await databaseNow(db);
  return inInstallation(db, async ({ user }) => {
    if ((await user.count({ where: { email, id: { not: id } } })) > 0) return false;
    return (await user.updateMany({ where: { id }, data: { email, emailProvenAt } })).count > 0;
  });
}

/** Ids of the organizations that an account is a member of. */
export async function listOrganizationsOf(db: Database, userId: string): Promise<string[]> {
  const found = await acrossOrganizations(db, ({ membership }) =>
    membership.findMany({ where: { userId }, select: { organizationId: true }, orderBy: { organizationId: "asc" } }),
  );
  return found.map(({ organizationId }) => organizationId);
}
