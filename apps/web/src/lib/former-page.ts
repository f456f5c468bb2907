import { HOME } from "./organization-path.ts";

/** Pages of an organization whose former URLs did not name it, and all below them. */
const PAGES = new Set(["resources", "graph", "failures", "providers", "audit", "tokens", "members", "settings"]);

/**
 * Where an address leads that was a page's before organizations stood in addresses: to the question which one is meant.
 * @param path may have a query
 * @returns null for what was no page
 */
export function formerPage(path: string): string | null {
  const [pathname = ""] = path.split("?");
  if (pathname === "/organizations/new") return "/account/organizations/new";
  const page = pathname.split("/")[1] ?? "";
  return page === "" || PAGES.has(page) ? `${HOME}?to=${encodeURIComponent(path)}` : null;
}
