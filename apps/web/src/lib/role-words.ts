import type { Role } from "@pragma/contract";

/** Permissions of a role, as a sentence. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: "Sees resources, providers and failures.",
  member: "Applies and deletes resources, retries failures and creates tokens.",
  admin: "Does everything members can, manages providers and members, and reads secret values and the audit log.",
  owner: "Does everything admins can, renames the organization, and adds and removes owners.",
};

/** The role with its article: "a viewer", "an admin". */
export function withArticle(role: string): string {
  return /^[ao]/.test(role) ? `an ${role}` : `a ${role}`;
}
