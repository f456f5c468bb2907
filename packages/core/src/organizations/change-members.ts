import { type Role, roleAtLeast, roleSchema } from "@pragma/contract";
import type { Database, Tenant } from "@pragma/db";
import { findMember, hasOtherOwner, lockMembers } from "@pragma/db/administration";
import { validate as isUuid } from "uuid";
import type { MemberContext } from "../callers/login.ts";
import { DomainError, notFound } from "../common/errors.ts";
import type { Core } from "../unit-of-work/core.ts";
import { unitOfWork } from "../unit-of-work/unit-of-work.ts";

/** What a change of members is given: all that it reads stays as it is until it has committed. */
export interface MembersChange {
  readonly db: Database;
  readonly tenant: Tenant;
  /** The caller's role at this moment, whatever the request began with. */
  readonly role: Role;
}

/** Somebody in the organization. */
export interface Subject {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
}

/**
 * Changes who is a member, and as what, one change at a time in an organization. Callers that this process remembers are
 * forgotten with the commit.
 * @throws DomainError missing_scope if the caller's role is less than `least` by now
 */
export async function changeMembers<Result>(
  core: Core,
  member: MemberContext,
  least: Role,
  change: (members: MembersChange) => Promise<Result>,
): Promise<Result> {
  return unitOfWork(core, async ({ db, callers }) => {
    const tenant = db.tenant(member.organizationId);
    await lockMembers(tenant);
    const { role } = await findSubject(tenant, member.userId);
    if (!roleAtLeast(role, least)) throw new DomainError("missing_scope", `This needs the role ${least}`);
    const result = await change({ db, tenant, role });
    callers.clear();
    return result;
  });
}

/** @throws DomainError not_found */
export async function findSubject(tenant: Tenant, userId: string): Promise<Subject> {
  const row = isUuid(userId) ? await findMember(tenant, userId) : undefined;
  if (!row) throw notFound("Member");
  return { id: row.user_id, email: row.email, name: row.name, role: roleSchema.parse(row.role) };
}

/** Admins manage all but owners, and make nobody an owner. @throws DomainError missing_scope */
export function requireOwnerFor(acting: Role, ...roles: Role[]): void {
  if (acting !== "owner" && roles.includes("owner")) {
    throw new DomainError("missing_scope", "Only an owner manages owners");
  }
}

/** @throws DomainError conflict if nobody but this one owns the organization */
export async function requireOtherOwner(tenant: Tenant, userId: string): Promise<void> {
  if (await hasOtherOwner(tenant, userId)) return;
  throw new DomainError("conflict", "An organization needs an owner: make someone else one first");
}
