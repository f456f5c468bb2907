import { ROLES, type Role, roleAtLeast } from "@pragma/contract";

/** The viewer, as far as the rules need. */
export interface Acting {
  readonly userId: string;
  readonly role: Role;
}

export interface Subject {
  readonly user_id: string;
  readonly role: Role;
}

/** Roles that the viewer may assign: admins cannot make owners. */
export function grantableRoles(acting: Role): readonly Role[] {
  if (!roleAtLeast(acting, "admin")) return [];
  return acting === "owner" ? ROLES : ROLES.filter((role) => role !== "owner");
}

/** Whether the viewer may change or remove a member: admins cannot change owners. Removing oneself is leaving. */
export function mayManage(acting: Acting, subject: Subject): boolean {
  if (subject.user_id === acting.userId || !roleAtLeast(acting.role, "admin")) return false;
  return acting.role === "owner" || subject.role !== "owner";
}

/** Whether one may hand the organization over to a member who does not own it. */
export function mayTransferTo(acting: Acting, subject: Subject): boolean {
  return acting.role === "owner" && subject.user_id !== acting.userId && subject.role !== "owner";
}

/** Whether leaving would leave the organization without an owner. */
export function isLastOwner(acting: Acting, members: readonly Subject[]): boolean {
  return (
    acting.role === "owner" && !members.some((member) => member.role === "owner" && member.user_id !== acting.userId)
  );
}
