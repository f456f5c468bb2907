import type { Json } from "@pragma/language";
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { isMergeKey, mergeSources, type Targets } from "./merge-key.ts";

/**
 * Contents of a document's nodes, aliases and merges included. The library looks through all anchors for each alias, and
 * through all keys for each key that is looked up: this visits each once.
 */
export class Contents {
  readonly targets: Targets;
  readonly #pairs = new Map<unknown, ReadonlyMap<string, Pair>>();
  readonly #values = new Map<unknown, Json>();

  /** @param targets what its aliases stand for, none of them within what it stands for */
  constructor(targets: Targets) {
    this.targets = targets;
  }

  /** The node that one stands for. */
  target(node: unknown): unknown {
    return this.targets.get(node) ?? node;
  }

  /** The pairs of a mapping by their keys: its own, and those that it merges and does not have. */
  pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      if (!isMergeKey(pair.key)) pairs.set(this.#nameOf(pair), pair);
      else for (const [name, merged] of this.#mergedBy(pair)) if (!pairs.has(name)) pairs.set(name, merged);
    }
    this.#pairs.set(map, pairs);
    return pairs;
  }

  *#mergedBy(pair: Pair): Generator<[string, Pair]> {
    for (const source of mergeSources(pair, this.targets)) if (isMap(source)) yield* this.pairsOf(source);
  }

  /** A node without faults as JSON. What several aliases stand for is one object. */
  valueOf(of: unknown): Json {
    const node = this.target(of) as (Node & { anchor?: string }) | null;
    if (node?.anchor === undefined) return this.#valueOf(node);
    const known = this.#values.get(node);
    if (known !== undefined) return known;
    const value = this.#valueOf(node);
    this.#values.set(node, value);
    return value;
  }

  #valueOf(node: unknown): Json {
    if (isScalar(node)) return node.value as Json;
    if (isSeq(node)) return node.items.map((item) => this.valueOf(item));
    if (!isMap(node)) return null;
    const value: { [key: string]: Json } = {};
    const merges = node.items.some(({ key }) => isMergeKey(key));
    const pairs = merges ? this.pairsOf(node) : node.items.map((pair) => [this.#nameOf(pair), pair] as const);
    for (const [name, pair] of pairs) put(value, name, this.valueOf(pair.value));
    return value;
  }

  #nameOf({ key }: Pair): string {
    const node = this.target(key);
    return isScalar(node) ? String(node.value) : "";
  }
}

function put(object: { [key: string]: Json }, name: string, value: Json): void {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
