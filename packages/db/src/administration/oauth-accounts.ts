import type { Database } from "../database.ts";
import { inInstallation } from "../prisma/scopes.ts";

/** An external account: the provider's name, and the account's id there. */
export interface OauthIdentity {
  provider: string;
  providerAccountId: string;
}

/** The account here that an external account signs in to. */
export async function findOauthAccount(
  db: Database,
  { provider, providerAccountId }: OauthIdentity,
): Promise<string | undefined> {
  const found = await inInstallation(db, ({ oauthAccount }) =>
    oauthAccount.findFirst({ where: { provider, providerAccountId }, select: { userId: true } }),
  );
  return found?.userId;
}

/** @returns false if it already signs in to an account */
export async function insertOauthAccount(
  db: Database,
  { provider, providerAccountId }: OauthIdentity,
  userId: string,
): Promise<boolean> {
  const data = { provider, providerAccountId, userId };
  const { count } = await inInstallation(db, ({ oauthAccount }) =>
    oauthAccount.createMany({ data, skipDuplicates: true }),
  );
  return count > 0;
}

/** Whether any external account signs in to this one. */
export async function hasOauthAccount(db: Database, userId: string): Promise<boolean> {
  return (await inInstallation(db, ({ oauthAccount }) => oauthAccount.count({ where: { userId } }))) > 0;
}
