import { diffArrays } from "diff";

/** An element of two sequences: of both, or removed, or added. */
export interface Edit<Item> {
  kind: "same" | "removed" | "added";
  item: Item;
}

/** With more different items than this, all between the equal ends counts as replaced: the work is quadratic. */
const MOST_DIFFERENT = 500;

/**
 * The difference of two sequences, by the fewest items that have to be removed and added.
 *
 * @param keyOf what makes two items equal
 */
export function diffSequences<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Edit<Item>[] {
  const [a, b] = [before.map(keyOf), after.map(keyOf)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [old, now] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const parts = diffArrays(old, now, { maxEditLength: MOST_DIFFERENT }) ?? [
    { removed: true, added: false, count: old.length },
    { removed: false, added: true, count: now.length },
  ];
  let [from, to] = [start, start];
  const edits = parts.flatMap(({ removed, added, count }) => {
    if (!added) from += count;
    if (!removed) to += count;
    if (removed) return editsOf("removed", before.slice(from - count, from));
    return editsOf(added ? "added" : "same", after.slice(to - count, to));
  });
  return [...editsOf("same", after.slice(0, start)), ...edits, ...editsOf("same", after.slice(b.length - end))];
}

function editsOf<Item>(kind: Edit<Item>["kind"], items: readonly Item[]): Edit<Item>[] {
  return items.map((item) => ({ kind, item }));
}
