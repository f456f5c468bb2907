import { lockingStatement, tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

export interface MemberRow {
  user_id: string;
  email: string;
  name: string | null;
  role: string;
  joined_at: string;
  last_seen_at: string | null;
}

// Taken by whatever changes who is a member, and as what: rules such as "the last owner stays" hold for all at once.
const lock = lockingStatement(
  tenantStatement("lock_members", "SELECT pg_advisory_xact_lock(hashtextextended('members:' || $1::uuid::text, 0))"),
);

// Only what happened in this organization: what somebody does elsewhere is no business of its members.
const list = tenantStatement(
  "list_members",
  `SELECT m.user_id, u.email, u.name, m.role, m.created_at AS joined_at, greatest(
     (SELECT max(l.last_seen_at) FROM logins l WHERE l.user_id = m.user_id AND l.organization_id = $1),
     (SELECT max(t.last_used_at) FROM api_tokens t WHERE t.user_id = m.user_id AND t.organization_id = $1)
   ) AS last_seen_at
   FROM memberships m JOIN users u ON u.id = m.user_id
   WHERE m.organization_id = $1
   ORDER BY COALESCE(u.name, u.email), u.email`,
);

const find = tenantStatement(
  "find_member",
  `SELECT m.user_id, u.email, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id
   WHERE m.organization_id = $1 AND m.user_id = $2`,
);

const byEmail = tenantStatement(
  "member_by_email",
  `SELECT m.user_id FROM memberships m JOIN users u ON u.id = m.user_id
   WHERE m.organization_id = $1 AND u.email = $2`,
);

const otherOwner = tenantStatement(
  "has_other_owner",
  "SELECT 1 FROM memberships WHERE organization_id = $1 AND role = 'owner' AND user_id <> $2 LIMIT 1",
);

const insert = tenantStatement(
  "insert_member",
  `INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)
   ON CONFLICT (organization_id, user_id) DO NOTHING RETURNING user_id`,
);

const setRoleStatement = tenantStatement(
  "set_member_role",
  "UPDATE memberships SET role = $3 WHERE organization_id = $1 AND user_id = $2",
);

// Tokens and codes of the member go with it, by their foreign keys.
const remove = tenantStatement("delete_member", "DELETE FROM memberships WHERE organization_id = $1 AND user_id = $2");

/** Lets one transaction at a time change the members of an organization. */
export async function lockMembers(tenant: Tenant): Promise<void> {
  await tenant.query(lock);
}

/** All members, by name. */
export function listMembers(tenant: Tenant): Promise<MemberRow[]> {
  return tenant.query<MemberRow>(list);
}

export function findMember(
  tenant: Tenant,
  userId: string,
): Promise<Pick<MemberRow, "user_id" | "email" | "name" | "role"> | undefined> {
  return tenant.queryOne(find, userId);
}

export async function isMemberByEmail(tenant: Tenant, email: string): Promise<boolean> {
  return (await tenant.queryOne(byEmail, email)) !== undefined;
}

/** Whether anybody but this one owns the organization. */
export async function hasOtherOwner(tenant: Tenant, userId: string): Promise<boolean> {
  return (await tenant.queryOne(otherOwner, userId)) !== undefined;
}

/** @returns false if they are a member already */
export async function insertMember(tenant: Tenant, userId: string, role: string): Promise<boolean> {
  return (await tenant.queryOne(insert, userId, role)) !== undefined;
}

export async function setMemberRole(tenant: Tenant, userId: string, role: string): Promise<void> {
  await tenant.query(setRoleStatement, userId, role);
}

export async function deleteMember(tenant: Tenant, userId: string): Promise<void> {
  await tenant.query(remove, userId);
}
