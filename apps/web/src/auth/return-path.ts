/**
 * Where to go after signing in: a path of this site, or `/`. The candidate is read as a browser would read it on a page
 * of this site, and followed only if that stays here: a link to the login page could lead anywhere otherwise. So is the
 * path that comes of it, as `/.//host` is a path here whose normal form, `//host`, is an address elsewhere.
 *
 * @param site an address of this site
 */
export function returnPath(candidate: string | null | undefined, site: string): string {
  if (candidate == null || !candidate.startsWith("/")) return "/";
  const target = onSite(candidate, site);
  if (target === null) return "/";
  const path = target.pathname + target.search + target.hash;
  return onSite(path, site)?.href === target.href ? path : "/";
}

function onSite(path: string, site: string): URL | null {
  const { origin } = new URL(site);
  const url = URL.canParse(path, origin) ? new URL(path, origin) : null;
  return url?.origin === origin ? url : null;
}
