import { type Role, roleAtLeast } from "@pragma/contract";
import type { Database, Tenant } from "@pragma/db";
import { findSavedView, lockMembers, type SavedViewRow } from "@pragma/db/administration";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { MemberContext } from "../../foundation/callers/login.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { findSubject } from "../organizations/change-members.ts";

/** Arguments of a change of saved views. */
export interface ViewsChange {
  readonly db: Database;
  readonly tenant: Tenant;
  /** The caller's current role. */
  readonly role: Role;
}

/** Changes saved views, one change at a time in an organization: limits and names hold. */
export function changeViews<Result>(
  core: Core,
  member: MemberContext,
  change: (views: ViewsChange) => Promise<Result>,
): Promise<Result> {
  return unitOfWork(core, async ({ db }) => {
    const tenant = db.tenant(member.organizationId);
    await lockMembers(tenant);
    const { role } = await findSubject(tenant, member.userId);
    return change({ db, tenant, role });
  });
}

/**
 * A view that the caller may change: an own one, or a shared one as an admin.
 * @throws DomainError not_found, missing_scope
 */
export async function findChangeable(
  { tenant, role }: ViewsChange,
  { userId }: MemberContext,
  id: string,
): Promise<SavedViewRow> {
  const view = await findSavedView(tenant, userId, id);
  if (!view) throw notFound("View");
  if (view.user_id !== userId && !roleAtLeast(role, "admin")) {
    throw new DomainError("missing_scope", `${view.saved_by} shared this view: only they and admins may change it`);
  }
  return view;
}

/** For a view that is to be shared, or stay so. @throws DomainError missing_scope */
export function requireSharing(role: Role): void {
  if (roleAtLeast(role, "member")) return;
  throw new DomainError("missing_scope", "Viewers save views for themselves: sharing one needs the role member");
}

/** Shared views are in the audit log; own views are nobody else's business. */
export async function recordView(
  db: Database,
  member: MemberContext,
  action: "view.share" | "view.change" | "view.unshare" | "view.delete",
  { id, ...details }: { id: string; name: string; query: string },
): Promise<void> {
  await recordAudit(db, member, { action, target: id, outcome: "success", details });
}
