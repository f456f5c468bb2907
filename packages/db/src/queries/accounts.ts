import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

export interface AccountRow {
  id: string;
  email: string;
  name: string | null;
  password_hash: string | null;
  /** It was shown that the address is its owner's. */
  email_proven: boolean;
}

const columns = "u.id, u.email, u.name, u.password_hash, u.email_proven_at IS NOT NULL AS email_proven";

const byEmail = systemStatement("account_by_email", `SELECT ${columns} FROM users u WHERE u.email = $1`);

const byId = systemStatement("account_by_id", `SELECT ${columns} FROM users u WHERE u.id = $1`);

const signInPossible = systemStatement(
  "sign_in_possible",
  `SELECT EXISTS (SELECT 1 FROM users WHERE password_hash IS NOT NULL) OR EXISTS (SELECT 1 FROM oauth_accounts) AS possible`,
);

const insert = systemStatement(
  "insert_account",
  `INSERT INTO users (id, email, name, password_hash, email_proven_at)
   VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN now() END)
   ON CONFLICT (email) DO NOTHING RETURNING id`,
);

const password = systemStatement(
  "set_password",
  "UPDATE users SET password_hash = $2 WHERE id = $1 AND password_hash = $3 RETURNING id",
);

const rename = systemStatement("rename_account", "UPDATE users SET name = $2 WHERE id = $1");

const proveEmailStatement = systemStatement(
  "prove_email",
  `UPDATE users SET email = $2, email_proven_at = now()
   WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM users other WHERE other.email = $2 AND other.id <> $1)
   RETURNING id`,
);

const memberships = systemStatement(
  "organizations_of_account",
  "SELECT organization_id FROM memberships WHERE user_id = $1 ORDER BY organization_id",
);

/** Emails are kept in lower case. */
export async function findAccountByEmail(db: Database, email: string): Promise<AccountRow | undefined> {
  return (await db.query<AccountRow>(byEmail, [email]))[0];
}

export async function findAccount(db: Database, id: string): Promise<AccountRow | undefined> {
  return (await db.query<AccountRow>(byId, [id]))[0];
}

/** Whether any account has a password, or an account elsewhere that signs in to it. */
export async function isSignInPossible(db: Database): Promise<boolean> {
  const [row] = await db.query<{ possible: boolean }>(signInPossible, []);
  return row?.possible === true;
}

/** An account to come. */
export interface NewAccountRow {
  id: string;
  email: string;
  name: string | null;
  passwordHash: string | null;
  /** It was shown that the address is its owner's. */
  proven: boolean;
}

/** @returns false if another account has the email */
export async function insertAccount(db: Database, account: NewAccountRow): Promise<boolean> {
  const { id, email, name, passwordHash, proven } = account;
  return (await db.query(insert, [id, email, name, passwordHash, proven])).length > 0;
}

/** @returns false if the password is not the former one any more */
export async function setPassword(
  db: Database,
  id: string,
  { next, former }: { next: string; former: string },
): Promise<boolean> {
  return (await db.query(password, [id, next, former])).length > 0;
}

export async function renameAccount(db: Database, id: string, name: string): Promise<void> {
  await db.query(rename, [id, name]);
}

/** Gives an account an address that is proven to be its owner's. @returns false if another account has it */
export async function proveEmail(db: Database, id: string, email: string): Promise<boolean> {
  return (await db.query(proveEmailStatement, [id, email])).length > 0;
}

/** Ids of the organizations that an account is a member of. */
export async function listOrganizationsOf(db: Database, userId: string): Promise<string[]> {
  const rows = await db.query<{ organization_id: string }>(memberships, [userId]);
  return rows.map((row) => row.organization_id);
}
