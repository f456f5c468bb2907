import type { Database } from "../../database.ts";
import { systemStatement } from "../../statement.ts";

/** Statements of operators, which reach the whole installation. Core checks that the caller is an operator. */

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
  /** Emails of its owners, comma-separated. */
  owners: string;
  may_push: boolean;
}

const matching = "($1 = '' OR position(lower($1) IN lower(COALESCE(u.name, '') || ' ' || u.email)) > 0)";

const accounts = systemStatement(
  "operator_accounts",
  `SELECT u.id, u.email, u.name, u.email_proven_at IS NOT NULL AS email_proven, u.operator
   FROM users u WHERE ${matching} ORDER BY u.operator DESC, u.email LIMIT $2`,
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

/** Accounts whose name or email contains `text`, operators first. */
export function listAccounts(db: Database, text: string, limit: number): Promise<AccountSummaryRow[]> {
  return db.query<AccountSummaryRow>(accounts, [text, limit]);
}

/** Organizations whose name contains `text`, by name. */
export function listAllOrganizations(db: Database, text: string, limit: number): Promise<OrganizationSummaryRow[]> {
  return db.query<OrganizationSummaryRow>(organizations, [text, limit]);
}
