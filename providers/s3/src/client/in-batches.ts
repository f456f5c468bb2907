/** Requests at a time: more would only wait for each other, or be told to slow down. */
const BATCH = 10;

/** Does something with each item, a few at a time. @returns what came out, in the order of the items */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let done = 0; done < items.length; done += BATCH) {
    results.push(...(await Promise.all(items.slice(done, done + BATCH).map(work))));
  }
  return results;
}
