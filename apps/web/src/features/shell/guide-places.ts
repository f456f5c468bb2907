import { isCurrent } from "./navigation-items.ts";

/** Where the guides tell of pages, by the path within the organization that the pages lie below; the first that fits. */
export const GUIDE_PLACES: readonly (readonly [pages: string, place: string])[] = [
  ["/resources/new", "dashboard#writing-a-resource"],
  ["/resources/edit", "dashboard#writing-a-resource"],
  ["/resources/view", "concepts#states"],
  ["/resources", "dashboard#the-list-of-resources"],
  ["/graph", "dashboard#the-graph"],
  ["/changes", "dashboard#changes"],
  ["/adopt", "adopt"],
  ["/failures", "concepts#failure"],
  ["/providers", "providers"],
  ["/connections", "concepts#connections"],
  ["/audit", "concepts#what-happened"],
  ["/tokens", "concepts#organizations-roles-and-tokens"],
  ["/members", "concepts#organizations-roles-and-tokens"],
  ["/settings", "concepts#organizations-roles-and-tokens"],
];

/** Where the guides tell of a page, the dashboard as a whole if nowhere else. @param path within the organization */
export function guidePlaceOf(path: string): string {
  return GUIDE_PLACES.find(([pages]) => isCurrent(pages, path))?.[1] ?? "dashboard";
}
