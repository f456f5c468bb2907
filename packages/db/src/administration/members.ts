import { inOrganization } from "../prisma/scopes.ts";
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

// Every change of members and roles takes it, so that rules such as "the last owner stays" always hold.
const lock = lockingStatement(
  tenantStatement("lock_members", "SELECT pg_advisory_xact_lock(hashtextextended('members:' || $1::uuid::text, 0))"),
);

/** Lets one transaction at a time change the members of an organization. */
export async function lockMembers(tenant: Tenant): Promise<void> {
  await tenant.query(lock);
}

const person = { select: { email: true, name: true } };

/** All members, by name. */
export async function listMembers(tenant: Tenant): Promise<MemberRow[]> {
  const [members, logins, tokens] = await inOrganization(tenant, ({ membership, login, apiToken }) =>
    Promise.all([
      membership.findMany({ include: { user: person } }),
      // Only what happened in this organization: its members must not see what somebody does elsewhere.
      login.groupBy({ by: ["userId"], _max: { lastSeenAt: true } }),
      apiToken.groupBy({ by: ["userId"], _max: { lastUsedAt: true } }),
    ]),
  );
  const seen = new Map<string, number>();
  for (const { userId, _max } of logins) seen.set(userId, _max.lastSeenAt?.getTime() ?? 0);
  for (const { userId, _max } of tokens) {
    seen.set(userId, Math.max(seen.get(userId) ?? 0, _max.lastUsedAt?.getTime() ?? 0));
  }
  const rows = members.map(({ userId, user, role, createdAt }) => {
    const last = seen.get(userId) ?? 0;
    return {
      user_id: userId,
      ...user,
      role,
      joined_at: createdAt.toISOString(),
      last_seen_at: last === 0 ? null : new Date(last).toISOString(),
    };
  });
  return rows.sort((a, b) => compare(a.name ?? a.email, b.name ?? b.email) || compare(a.email, b.email));
}

/** By code points, as the embedded database sorts. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export async function findMember(
  tenant: Tenant,
  userId: string,
): Promise<Pick<MemberRow, "user_id" | "email" | "name" | "role"> | undefined> {
  const found = await inOrganization(tenant, ({ membership }) =>
    membership.findFirst({ where: { userId }, select: { userId: true, role: true, user: person } }),
  );
  return found ? { user_id: found.userId, ...found.user, role: found.role } : undefined;
}

export async function isMemberByEmail(tenant: Tenant, email: string): Promise<boolean> {
  return (await inOrganization(tenant, ({ membership }) => membership.count({ where: { user: { email } } }))) > 0;
}

/** Whether the organization has another owner. */
export async function hasOtherOwner(tenant: Tenant, userId: string): Promise<boolean> {
  const where = { role: "owner", userId: { not: userId } };
  return (await inOrganization(tenant, ({ membership }) => membership.count({ where }))) > 0;
}

/** @returns false if they are already a member */
export async function insertMember(tenant: Tenant, userId: string, role: string): Promise<boolean> {
  const { count } = await inOrganization(tenant, ({ membership }) =>
    membership.createMany({ data: [{ userId, role }], skipDuplicates: true }),
  );
  return count > 0;
}

export async function setMemberRole(tenant: Tenant, userId: string, role: string): Promise<void> {
  await inOrganization(tenant, ({ membership }) => membership.updateMany({ where: { userId }, data: { role } }));
}

/** The member's tokens and codes are deleted too, by their foreign keys. */
export async function deleteMember(tenant: Tenant, userId: string): Promise<void> {
  await inOrganization(tenant, ({ membership }) => membership.deleteMany({ where: { userId } }));
}
