import type { Role } from "@pragma/contract";

/** What a role allows, as a sentence. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: "Sees resources, providers and failures.",
  member: "Applies and deletes resources, retries failures and creates tokens.",
  admin: "Does what members do, manages providers and members, and reads secret values and the audit log.",
  owner: "Does what admins do, names the organization, and makes and removes owners.",
};

/** The role with its article: "a viewer", "an admin". */
export function withArticle(role: Role): string {
  return /^[ao]/.test(role) ? `an ${role}` : `a ${role}`;
}
