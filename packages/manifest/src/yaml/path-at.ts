import type { Path } from "@pragma/language";
import { isMap, isScalar, isSeq, type Node } from "yaml";
import { rangeOf } from "./locate.ts";
import type { TextRange } from "./place.ts";

/** A path, and its text. */
export interface PathAt {
  path: Path;
  range: TextRange;
}

/** The path of the innermost key or element at an offset of the text. */
export function pathAt(node: Node | null, offset: number, path: Path = []): PathAt | null {
  if (isMap(node)) {
    for (const pair of node.items) {
      if (!isScalar(pair.key)) continue;
      const below = [...path, String(pair.key.value)];
      const key = rangeOf(pair.key);
      if (key && holds(key, offset)) return { path: below, range: key };
      const found = pathAt(pair.value as Node | null, offset, below);
      if (found) return found;
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = pathAt(item as Node, offset, [...path, index]);
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
