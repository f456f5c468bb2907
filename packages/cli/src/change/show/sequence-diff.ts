/** An element of two sequences: of both, or removed, or added. */
export interface Edit<Item> {
  kind: "same" | "removed" | "added";
  item: Item;
}

/** Comparisons at most: beyond, all between the equal ends counts as another. */
const MOST_COMPARED = 1_000_000;

/**
 * The difference of two sequences by their longest common subsequence. Time and memory are bounded: where the parts between
 * equal ends are long, they are shown as removed and added as a whole.
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
  const middle = { a: a.slice(start, a.length - end), b: b.slice(start, b.length - end) };
  return [
    ...after.slice(0, start).map((item): Edit<Item> => ({ kind: "same", item })),
    ...steps(middle.a, middle.b).map(({ kind, at }): Edit<Item> => {
      return { kind, item: (kind === "removed" ? before : after)[start + at] as Item };
    }),
    ...after.slice(b.length - end).map((item): Edit<Item> => ({ kind: "same", item })),
  ];
}

interface Step {
  kind: Edit<unknown>["kind"];
  at: number;
}

function steps(a: readonly string[], b: readonly string[]): Step[] {
  const removed = (at: number): Step => ({ kind: "removed", at });
  const added = (at: number): Step => ({ kind: "added", at });
  if (a.length * b.length > MOST_COMPARED) return [...a.map((_, at) => removed(at)), ...b.map((_, at) => added(at))];
  const lengths = commonLengths(a, b);
  const lengthAt = (i: number, j: number) => lengths[i * (b.length + 1) + j] ?? 0;
  const found: Step[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: "same", at: j });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) found.push(removed(i++));
    else found.push(added(j++));
  }
  return found;
}

/** How long the longest common subsequence of the rest is, for each pair of places. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [right = 0, below = 0, across = 0] = [
        lengths[i * width + j + 1],
        lengths[(i + 1) * width + j],
        lengths[(i + 1) * width + j + 1],
      ];
      lengths[i * width + j] = a[i] === b[j] ? across + 1 : Math.max(right, below);
    }
  }
  return lengths;
}
