/** Addresses of an organization's pages: `/o/{slug}`, and below it what `hrefs.ts` builds. */

const ROOT = "/o";

/** The page to choose an organization; redirects if there is only one. */
export const HOME = ROOT;

/** @param path of a page within the organization, such as `/` or `/resources?q=a` */
export function organizationPath(slug: string, path = "/"): string {
  return `${ROOT}/${encodeURIComponent(slug)}${/^\/($|[?#])/.test(path) ? path.slice(1) : path}`;
}

/**
 * Takes an address of an organization's page apart.
 * @param path may have a query
 * @returns what stands in the place of the slug, and the path within the organization; null for an address of no
 * organization
 */
export function splitOrganizationPath(path: string): { address: string; within: string } | null {
  const match = /^\/o\/([^/?#]+)(.*)$/s.exec(path);
  if (!match) return null;
  const [, segment = "", rest = ""] = match;
  return { address: decoded(segment), within: rest.startsWith("/") ? rest : `/${rest}` };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not one of our URLs: it names nothing.
    return segment;
  }
}
