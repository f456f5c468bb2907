import { isCollection, isMap, isPair, isScalar, isSeq, type Node, type Pair } from "yaml";
import { isMergeKey, mergeSources, type Targets } from "./merge-key.ts";
import type { Place, TextRange } from "./place.ts";

/**
 * The place of a path, or of its nearest parent if it does not exist, such as a missing required key. A value from an
 * alias or a merge is where it is written.
 */
export function locate(contents: Node | null, targets: Targets, path: readonly (string | number)[]): Place {
  const start = contents?.range?.[0] ?? 0;
  let place: Place = { at: start, range: { from: start, to: start } };
  let node: unknown = contents;
  for (const [depth, step] of path.entries()) {
    const below = stepInto(targets.get(node) ?? node, targets, step, depth === path.length - 1);
    if (below === null) break;
    place = below.place ?? place;
    node = below.node;
  }
  return place;
}

/** The value one step below a node, and its place. @param last whether it is the value that is looked for */
function stepInto(node: unknown, targets: Targets, step: string | number, last: boolean) {
  if (isMap(node)) {
    const pair = pairOf(node, targets, String(step));
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

function pairOf(map: unknown, targets: Targets, name: string): Pair | undefined {
  if (!isMap(map)) return undefined;
  const own = map.items.find(({ key }) => {
    const node = targets.get(key) ?? key;
    return isScalar(node) && !isMergeKey(node) && String(node.value) === name;
  });
  if (own !== undefined) return own;
  const sources = map.items.filter(({ key }) => isMergeKey(key)).flatMap((pair) => mergeSources(pair, targets));
  for (const source of sources) {
    const found = pairOf(source, targets, name);
    if (found !== undefined) return found;
  }
  return undefined;
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
