import { SCOPES, type Scope } from "./scope-values.ts";

/** Roles of a member, from least to most. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const;

export type Role = (typeof ROLES)[number];

const VIEWER: readonly Scope[] = ["resources:read", "providers:read", "ops:read"];
const MEMBER: readonly Scope[] = [...VIEWER, "resources:write", "changes:plan", "ops:write", "tokens:write"];

const SCOPES_OF: Record<Role, readonly Scope[]> = { viewer: VIEWER, member: MEMBER, admin: SCOPES, owner: SCOPES };

/** The scopes that a member of this role may use. A request's rights are these ∩ the token's own. */
export function scopesOfRole(role: Role): readonly Scope[] {
  return SCOPES_OF[role];
}

/** Whether `role` may do everything that `least` may, where no scope applies (members, settings, ownership). */
export function roleAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
