import type { List } from "@pragma/sdk";

/** The most that the API sends at once. */
const MAX_PAGE = 1_000;

/**
 * The first items of a list, and no page more than they take.
 * @param limit how many at most
 * @param list begins it, by pages of that size
 */
export async function firstOf<Item>(limit: number, list: (pageSize: number) => List<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of list(Math.min(limit, MAX_PAGE))) {
    found.push(item);
    if (found.length >= limit) break;
  }
  return found;
}
