import { type Role, roleAtLeast, roleSchema } from "@pragma/contract";
import type { Database, Tenant } from "@pragma/db";
import { findMember, hasOtherOwner, lockMembers } from "@pragma/db/administration";
import { validate as isUuid } from "uuid";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";

/** Arguments of a change of members: everything it reads stays unchanged until it has committed. */
export interface MembersChange {
  readonly db: Database;
  readonly tenant: Tenant;
  /** The caller's current role, whatever it was when the request began. */
  readonly role: Role;
}

/** A member whose membership is to change. */
export interface Subject {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
}

/**
 * Changes members and their roles, one change at a time per organization. The commit drops the callers cached by this
 * process.
 * @throws DomainError missing_scope if the caller's role is now below `least`
 */
export async function changeMembers<Result>(
  core: Core,
  member: RequestContext,
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

/** Admins manage everybody except owners, and cannot make anybody an owner. @throws DomainError missing_scope */
export function requireOwnerFor(acting: Role, ...roles: Role[]): void {
  if (acting !== "owner" && roles.includes("owner")) {
    throw new DomainError("missing_scope", "Only an owner manages owners");
  }
}

/** @throws DomainError conflict if this is the organization's only owner */
export async function requireOtherOwner(tenant: Tenant, userId: string): Promise<void> {
  if (await hasOtherOwner(tenant, userId)) return;
  throw new DomainError("conflict", "An organization needs an owner: make someone else one first");
}
