import type { Path } from "@pragma/contract";
import { type Document, isCollection, isMap, isPair, isScalar, isSeq, type Node } from "yaml";

export interface TextRange {
  from: number;
  to: number;
}

/**
 * The text range of a path: a plain value, or the key of a larger one. If the path does not exist, such as a missing
 * required key, the nearest key above.
 */
export function locate(document: Document, path: Path): TextRange {
  let found: TextRange = { from: 0, to: 0 };
  let node = document.contents as Node | null;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair || !isScalar(pair.key)) break;
      const value = pair.value as Node | null;
      const key = rangeOf(pair.key);
      const last = depth === path.length - 1;
      found = (last && isScalar(value) && value.value !== null ? rangeOf(value) : key) ?? found;
      node = value;
    } else if (isSeq(node) && typeof step === "number") {
      const item = node.items[step] as Node | undefined;
      if (item === undefined) break;
      found = firstOf(item) ?? found;
      node = item;
    } else break;
  }
  return found;
}

/** The path of the innermost key or element at a position in the text. */
export function pathAt(document: Document, offset: number): { path: Path; range: TextRange } | null {
  return inside(document.contents as Node | null, offset, []);
}

function inside(node: Node | null, offset: number, path: Path): { path: Path; range: TextRange } | null {
  if (isMap(node)) {
    for (const pair of node.items) {
      if (!isScalar(pair.key)) continue;
      const below = [...path, String(pair.key.value)];
      const key = rangeOf(pair.key);
      if (key && holds(key, offset)) return { path: below, range: key };
      const found = inside(pair.value as Node | null, offset, below);
      if (found) return found;
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = inside(item as Node, offset, [...path, index]);
      if (found) return found;
    }
  } else if (isScalar(node)) {
    const range = rangeOf(node);
    if (range && holds(range, offset)) return { path, range };
  }
  return null;
}

function holds({ from, to }: TextRange, offset: number): boolean {
  return from <= offset && offset <= to;
}

function rangeOf(node: Node): TextRange | undefined {
  return node.range ? { from: node.range[0], to: node.range[1] } : undefined;
}

/** The first key of an element that is a mapping, or the element itself if it is plain. */
function firstOf(node: Node): TextRange | undefined {
  if (!isCollection(node)) return rangeOf(node);
  const [first] = node.items;
  if (isPair(first) && isScalar(first.key)) return rangeOf(first.key);
  return node.range ? { from: node.range[0], to: node.range[0] + 1 } : undefined;
}
