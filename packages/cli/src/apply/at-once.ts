/** Requests under way at the same time: enough to hide the way there and back, too few to crowd others out. */
const AT_ONCE = 16;

/** Does something for each, some at a time. Ends with the first error. */
export async function atOnce<Item>(items: Iterable<Item>, work: (item: Item) => Promise<unknown>): Promise<void> {
  const left = [...items].reverse();
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
