import { HOME } from "./organization-path.ts";

/** Pages of an organization whose former URLs did not name it, and all below them. */
const PAGES = new Set(["resources", "graph", "failures", "providers", "audit", "tokens", "members", "settings"]);

/**
 * Where a page's URL from before URLs named organizations leads: to the choice of an organization.
 * @param path may have a query
 * @returns null for what was not a page
 */
export function formerPage(path: string): string | null {
  const [pathname = ""] = path.split("?");
  if (pathname === "/organizations/new") return "/account/organizations/new";
  const page = pathname.split("/")[1] ?? "";
  return page === "" || PAGES.has(page) ? `${HOME}?to=${encodeURIComponent(path)}` : null;
}
