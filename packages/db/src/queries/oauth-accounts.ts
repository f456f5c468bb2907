import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

/** An account elsewhere: the provider's name, and its id there. */
export interface OauthIdentity {
  provider: string;
  providerAccountId: string;
}

const find = systemStatement(
  "find_oauth_account",
  "SELECT user_id FROM oauth_accounts WHERE provider = $1 AND provider_account_id = $2",
);

const insert = systemStatement(
  "insert_oauth_account",
  `INSERT INTO oauth_accounts (provider, provider_account_id, user_id) VALUES ($1, $2, $3)
   ON CONFLICT (provider, provider_account_id) DO NOTHING RETURNING user_id`,
);

const any = systemStatement("has_oauth_account", "SELECT 1 FROM oauth_accounts WHERE user_id = $1 LIMIT 1");

/** The account here that an account elsewhere signs in to. */
export async function findOauthAccount(
  db: Database,
  { provider, providerAccountId }: OauthIdentity,
): Promise<string | undefined> {
  return (await db.query<{ user_id: string }>(find, [provider, providerAccountId]))[0]?.user_id;
}

/** @returns false if it signs in to an account already */
export async function insertOauthAccount(
  db: Database,
  { provider, providerAccountId }: OauthIdentity,
  userId: string,
): Promise<boolean> {
  return (await db.query(insert, [provider, providerAccountId, userId])).length > 0;
}

/** Whether any account elsewhere signs in to this one. */
export async function hasOauthAccount(db: Database, userId: string): Promise<boolean> {
  return (await db.query(any, [userId])).length > 0;
}
