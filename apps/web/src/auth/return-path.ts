/**
 * Where to go after signing in: a path of this site, or `/`. Addresses elsewhere, `//host` and `/\host` included, are
 * not followed: a link to the login page could lead anywhere otherwise.
 */
export function returnPath(candidate: string | null | undefined): string {
  if (candidate == null || !/^\/(?![/\\])/.test(candidate)) return "/";
  // Browsers drop these before they read an address.
  if (/[\t\n\r]/.test(candidate)) return "/";
  return candidate;
}
