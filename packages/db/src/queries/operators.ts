import type { Database } from "../database.ts";
import { lockingStatement, systemStatement } from "../statement.ts";

/** Statements of whoever looks after the installation: they reach all of it. Core makes sure that it is an operator. */

/** An account, as operators see it. */
export interface AccountSummaryRow {
  id: string;
  email: string;
  name: string | null;
  email_proven: boolean;
  operator: boolean;
}

/** An organization, as operators see it. */
export interface OrganizationSummaryRow {
  id: string;
  name: string;
  /** Emails of its owners, by commas. */
  owners: string;
  may_push: boolean;
}

const matching = "($1 = '' OR position(lower($1) IN lower(COALESCE(u.name, '') || ' ' || u.email)) > 0)";

const accounts = systemStatement(
  "operator_accounts",
  `SELECT u.id, u.email, u.name, u.email_proven_at IS NOT NULL AS email_proven, u.operator
   FROM users u WHERE ${matching} ORDER BY u.operator DESC, u.email LIMIT $2`,
);

const lock = lockingStatement(
  systemStatement("lock_operators", "SELECT pg_advisory_xact_lock(hashtextextended('operators', 0))"),
);

const find = systemStatement("find_operator", "SELECT 1 FROM users WHERE id = $1 AND operator");

const other = systemStatement("has_other_operator", "SELECT 1 FROM users WHERE operator AND id <> $1 LIMIT 1");

const setOperatorStatement = systemStatement(
  "set_operator",
  `UPDATE users u SET operator = $2 FROM (SELECT id, operator FROM users WHERE id = $1 FOR UPDATE) before
   WHERE u.id = before.id RETURNING u.email, before.operator AS former`,
);

const organizations = systemStatement(
  "operator_organizations",
  `SELECT o.id, o.name, o.may_push, COALESCE((
     SELECT string_agg(u.email, ', ' ORDER BY u.email) FROM memberships m JOIN users u ON u.id = m.user_id
     WHERE m.organization_id = o.id AND m.role = 'owner'
   ), '') AS owners
   FROM organizations o WHERE $1 = '' OR position(lower($1) IN lower(o.name)) > 0
   ORDER BY o.name, o.id LIMIT $2`,
);

const setPush = systemStatement(
  "set_push_grant",
  `UPDATE organizations o SET may_push = $2 FROM (SELECT id, may_push FROM organizations WHERE id = $1 FOR UPDATE) before
   WHERE o.id = before.id RETURNING o.name, before.may_push AS former`,
);

/** Accounts whose name or email has `text` in it, operators first. */
export function listAccounts(db: Database, text: string, limit: number): Promise<AccountSummaryRow[]> {
  return db.query<AccountSummaryRow>(accounts, [text, limit]);
}

/** Lets one transaction at a time change who the operators are. */
export async function lockOperators(db: Database): Promise<void> {
  await db.query(lock, []);
}

export async function isOperator(db: Database, userId: string): Promise<boolean> {
  return (await db.query(find, [userId])).length > 0;
}

/** Whether anybody but this one looks after the installation. */
export async function hasOtherOperator(db: Database, userId: string): Promise<boolean> {
  return (await db.query(other, [userId])).length > 0;
}

/** @returns the account's email, and what it was before; undefined if there is none */
export async function setOperator(
  db: Database,
  userId: string,
  operator: boolean,
): Promise<{ email: string; former: boolean } | undefined> {
  return (await db.query<{ email: string; former: boolean }>(setOperatorStatement, [userId, operator]))[0];
}

/** Organizations whose name has `text` in it, by name. */
export function listAllOrganizations(db: Database, text: string, limit: number): Promise<OrganizationSummaryRow[]> {
  return db.query<OrganizationSummaryRow>(organizations, [text, limit]);
}

/** @returns the organization's name, and whether it could before; undefined if there is none */
export async function setPushGrant(
  db: Database,
  organizationId: string,
  mayPush: boolean,
): Promise<{ name: string; former: boolean } | undefined> {
  return (await db.query<{ name: string; former: boolean }>(setPush, [organizationId, mayPush]))[0];
}
