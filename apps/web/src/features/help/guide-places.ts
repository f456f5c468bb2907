/** Where the guides tell of pages, by what the pages' paths within the organization begin with; the first that fits. */
export const GUIDE_PLACES: readonly (readonly [pages: string, place: string])[] = [
  ["/resources/new", "dashboard#writing-a-resource"],
  ["/resources/edit", "dashboard#writing-a-resource"],
  ["/resources/view", "concepts#states"],
  ["/resources", "dashboard#the-list-of-resources"],
  ["/graph", "dashboard#the-graph"],
  ["/changes", "dashboard#changes"],
  ["/failures", "concepts#failure"],
  ["/providers", "providers"],
  ["/audit", "concepts#what-happened"],
  ["/tokens", "concepts#organizations-roles-and-tokens"],
  ["/members", "concepts#organizations-roles-and-tokens"],
  ["/settings", "concepts#organizations-roles-and-tokens"],
  ["/", "dashboard"],
];

/** Where the guides tell of a page. @param path within the organization */
export function guidePlaceOf(path: string): string {
  const found = GUIDE_PLACES.find(([pages]) => pages === "/" || path === pages || path.startsWith(`${pages}/`));
  return found?.[1] ?? "dashboard";
}
