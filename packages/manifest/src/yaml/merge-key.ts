import { isScalar, isSeq, type Node, type Pair } from "yaml";

/** Targets of aliases. */
export type Targets = ReadonlyMap<unknown, Node>;

/** Whether a key is `<<`, which merges; in quotes it is an ordinary key. */
export function isMergeKey(key: unknown): boolean {
  if (!isScalar(key)) return false;
  return typeof key.value === "symbol" || (key.type === "PLAIN" && key.value === "<<");
}

/** The mappings that a `<<` merges; the first one wins. */
export function mergeSources({ value }: Pair, targets: Targets): unknown[] {
  const source = targets.get(value) ?? value;
  return isSeq(source) ? source.items.map((item) => targets.get(item) ?? item) : [source];
}
