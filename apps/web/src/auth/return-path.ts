import { INSTALLATION } from "../lib/installation-path.ts";
import { HOME } from "../lib/organization-path.ts";

/** Pages to which a user may return, and all below them. */
const PAGES = [HOME, "/account", INSTALLATION, "/auth/callback", "/invitations"];

/**
 * Where to go after signing in: a page of an organization, or one of the pages outside. The candidate is read as a browser
 * would read it on a page of this site, and followed only if that stays here: a link to the login page could lead anywhere
 * otherwise. So is the path that comes of it, as `/.//host` is a path here whose normal form, `//host`, is an address
 * elsewhere.
 *
 * @param site an address of this site
 * @returns `/o` for all else
 */
export function returnPath(candidate: string | null | undefined, site: string): string {
  if (candidate == null || !candidate.startsWith("/")) return HOME;
  const target = onSite(candidate, site);
  if (target === null || !PAGES.some((page) => isBelow(target.pathname, page))) return HOME;
  const path = target.pathname + target.search + target.hash;
  return onSite(path, site)?.href === target.href ? path : HOME;
}

function onSite(path: string, site: string): URL | null {
  const { origin } = new URL(site);
  const url = URL.canParse(path, origin) ? new URL(path, origin) : null;
  return url?.origin === origin ? url : null;
}

function isBelow(pathname: string, page: string): boolean {
  return pathname === page || pathname.startsWith(`${page}/`);
}
