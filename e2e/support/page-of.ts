import type { Account } from "./accounts.ts";

/**
 * The URL of a page of a user's organization.
 * @param path within the organization, such as `/resources?q=a`
 */
export function pageOf({ organizationSlug }: Pick<Account, "organizationSlug">, path = "/"): string {
  return `/o/${organizationSlug}${path.replace(/^\/(?=$|\?)/, "")}`;
}
