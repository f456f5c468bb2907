import { isCollection, isMap, isPair, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { Contents } from "./contents.ts";
import type { Place, TextRange } from "./place.ts";

/**
 * The place of a path, or of its nearest parent if it does not exist, such as a missing required key. A value from an
 * alias or a merge is where it is written.
 */
export function locate(root: Node | null, contents: Contents, path: readonly (string | number)[]): Place {
  const start = root?.range?.[0] ?? 0;
  let place: Place = { at: start, range: { from: start, to: start } };
  let node: unknown = root;
  for (const [depth, step] of path.entries()) {
    const below = stepInto(contents.target(node), contents, step, depth === path.length - 1);
    if (below === null) break;
    place = below.place ?? place;
    node = below.node;
  }
  return place;
}

/** The value one step below a node, and its place. @param last whether it is the value that is looked for */
function stepInto(node: unknown, contents: Contents, step: string | number, last: boolean) {
  if (isMap(node)) {
    const pair = contents.pairsOf(node).get(String(step));
    return pair === undefined ? null : { node: pair.value, place: placeOfPair(pair, last) };
  }
  const item: unknown = isSeq(node) ? node.items[Number(step)] : undefined;
  if (item === undefined) return null;
  const whole = rangeOf(item);
  return { node: item, place: whole && { at: whole.from, range: firstOf(item) ?? whole } };
}

function placeOfPair({ key, value }: Pair, last: boolean): Place | undefined {
  const keyRange = rangeOf(key);
  const plain = last && isScalar(value) && value.value !== null ? rangeOf(value) : undefined;
  const range = plain ?? keyRange;
  return range && { at: (keyRange ?? range).from, range };
}

/** The first key of an element that is a mapping, or the element itself if it is plain. */
function firstOf(node: unknown): TextRange | undefined {
  if (!isCollection(node)) return rangeOf(node);
  const [first] = node.items;
  if (isPair(first) && isScalar(first.key)) return rangeOf(first.key);
  return node.range ? { from: node.range[0], to: node.range[0] + 1 } : undefined;
}

export function rangeOf(node: unknown): TextRange | undefined {
  const range = (node as Node | null)?.range;
  return range ? { from: range[0], to: range[1] } : undefined;
}
