import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { isMergeKey, mergeSources, type Targets } from "./merge-key.ts";

/**
 * The offset of the value at a path, or of its nearest parent: of the key, if there is one, since that is where the eye
 * looks. A value from an alias or a merge is where it is written.
 */
export function offsetOf(contents: Node, targets: Targets, path: readonly (string | number)[]): number {
  let node: unknown = contents;
  let offset = contents.range?.[0] ?? 0;
  for (const step of path) {
    node = targets.get(node) ?? node;
    let at: unknown;
    if (isMap(node)) {
      const pair = pairOf(node, targets, String(step));
      at = pair?.key;
      node = pair?.value;
    } else if (isSeq(node)) {
      at = node.items[Number(step)];
      node = at;
    } else break;
    if (at === undefined) break;
    offset = (at as Node | null)?.range?.[0] ?? offset;
  }
  return offset;
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
