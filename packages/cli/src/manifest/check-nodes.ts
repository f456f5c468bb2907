import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { isMergeKey, mergeSources, type Targets } from "./merge-key.ts";

type Report = (offset: number, message: string) => void;

export const KEY_TWICE = "this key appears twice";
export const NOT_JSON = "this is not a JSON value: null, true, false, a number, a string, a list or a mapping";

/**
 * Finds nodes that are not plain JSON, or meaningless: the library would turn a date or bytes into an object and a
 * mapping as a key into a string, and would stop at the first unknown alias.
 *
 * @returns the targets of aliases
 */
export function checkNodes(contents: Node, report: Report): Targets {
  const check = new Check(report);
  check.value(contents);
  return check.targets;
}

class Check {
  readonly targets = new Map<unknown, Node>();
  readonly #report: Report;
  /** In document order: an alias means the last such anchor before it. */
  readonly #anchors = new Map<string, Node>();
  /** The ancestors of the current node: an alias of one of these would be recursive. */
  readonly #open = new Set<Node>();

  constructor(report: Report) {
    this.#report = report;
  }

  value(node: unknown): void {
    if (isAlias(node)) this.#alias(node);
    else if (isScalar(node)) this.#scalar(node);
    else if (isMap(node) || isSeq(node)) {
      this.#anchor(node);
      this.#open.add(node);
      if (!isPlain(node.tag)) this.#fault(node, NOT_JSON);
      else if (isMap(node)) this.#map(node);
      else for (const item of node.items) this.value(item);
      this.#open.delete(node);
    }
  }

  #anchor(node: Node & { anchor?: string }): void {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
  }

  #alias(alias: Alias): void {
    const target = this.#anchors.get(alias.source);
    // Not quoted in the message: it may be a password without quotes.
    if (target === undefined)
      this.#fault(alias, "there is no anchor of this name in this document; a text that begins with * needs quotes");
    else if (this.#open.has(target)) this.#fault(alias, `this is part of what the anchor ${alias.source} names`);
    else this.targets.set(alias, target);
  }

  #scalar(node: Node & { value: unknown }): void {
    this.#anchor(node);
    if (node.value !== null && !["string", "number", "boolean"].includes(typeof node.value))
      this.#fault(node, NOT_JSON);
  }

  #map({ items }: YAMLMap): void {
    const keys = new Set<string>();
    for (const pair of items) {
      if (isMergeKey(pair.key)) {
        this.value(pair.value);
        this.#merge(pair);
        continue;
      }
      this.value(pair.key);
      const key = this.#key(pair.key);
      // The parser compares values: of the keys 1 and "1" only the last would be kept.
      if (key !== null && keys.has(key)) this.#fault(pair.key, KEY_TWICE);
      if (key !== null) keys.add(key);
      this.value(pair.value);
    }
  }

  #key(at: unknown): string | null {
    const node = this.targets.get(at) ?? at;
    if (isAlias(node)) return null;
    const { value = null, source } = isScalar(node) ? node : {};
    if (isMap(node) || isSeq(node)) this.#fault(at, "a mapping or a list cannot be a key");
    else if (value === null) this.#fault(at, "a key is missing here: null cannot be one, but in quotes");
    // It becomes a string, and 1.0 a different one than it looks.
    else if (String(value) !== source) this.#fault(at, "this key must be a string; write it in quotes");
    else return source;
    return null;
  }

  #merge(pair: Pair): void {
    const sources = mergeSources(pair, this.targets);
    // A remaining alias has no target, which was already reported.
    if (sources.some((source) => !isMap(source) && !isAlias(source)))
      this.#fault(pair.value ?? pair.key, "<< merges a mapping or a list of mappings, which this is not");
  }

  #fault(node: unknown, message: string): void {
    this.#report((node as Node | null)?.range?.[0] ?? 0, message);
  }
}

/** Sets and ordered maps are kinds of mappings and lists, with a tag of their own. */
function isPlain(tag: string | undefined): boolean {
  return tag === undefined || tag === "tag:yaml.org,2002:map" || tag === "tag:yaml.org,2002:seq";
}
