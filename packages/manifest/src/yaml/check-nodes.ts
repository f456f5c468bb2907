import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from "yaml";
import { MAX_ALIASES, MAX_LEVELS, MAX_TEXT_BYTES } from "./limits.ts";
import { isMergeKey, mergeSources, type Targets } from "./merge-key.ts";
import { shortName } from "./short-name.ts";

type Report = (range: { from: number; to: number }, message: string) => void;

const KEY_TWICE = "this key appears twice";
export const TOO_DEEP = "this is nested too deeply";
const TOO_MANY_ALIASES = "this has too many aliases";
export const NOT_JSON = "this is not a JSON value: null, true, false, a number, a string, a list or a mapping";

/** A key, a separator, and what else a value takes at least. */
const LEAST_SIZE = 4;

/**
 * Finds nodes that are not plain JSON, or meaningless: the library would turn a date or bytes into an object and a
 * mapping as a key into a string, and would stop at the first unknown alias. A key becomes the text that stands there:
 * the library would make `1` of `1.0`, and nothing of `~`.
 *
 * @returns the targets of aliases
 */
export function checkNodes(contents: Node, report: Report): Targets {
  const check = new Check(report);
  const size = check.value(contents);
  const [from = 0] = contents.range ?? [];
  if (size > MAX_TEXT_BYTES)
    report({ from, to: from }, `${TOO_MANY_ALIASES}: written out, it is larger than ${MAX_TEXT_BYTES} bytes`);
  else if (check.uses > MAX_ALIASES) report({ from, to: from }, TOO_MANY_ALIASES);
  return check.targets;
}

class Check {
  readonly targets = new Map<unknown, Node>();
  readonly #report: Report;
  /** In document order: an alias means the last such anchor before it. */
  readonly #anchors = new Map<string, Node>();
  /** The ancestors of the current node: an alias of one of these would be recursive. */
  readonly #open = new Set<Node>();
  /** Sizes of the values with anchors, how often they are used, and how often what is below them is. */
  readonly #anchored = new Map<Node, { size: number; uses: number; below: number }>();
  /** How often the most used value is written, in all, and among what is below the current node. */
  uses = 0;
  #below = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  /** @returns about how much it takes as JSON, aliases written out: counted without writing them */
  value(node: unknown): number {
    if (isAlias(node)) return this.#alias(node);
    if (isScalar(node)) return this.#scalar(node);
    if (!isMap(node) && !isSeq(node)) return LEAST_SIZE;
    if (this.#open.size === MAX_LEVELS) {
      this.#fault(node, TOO_DEEP);
      return LEAST_SIZE;
    }
    this.#anchor(node);
    this.#open.add(node);
    const beside = this.#below;
    this.#below = 0;
    let size = LEAST_SIZE;
    if (!isPlain(node.tag)) this.#fault(node, NOT_JSON);
    else if (isMap(node)) size += this.#map(node);
    else for (const item of node.items) size += this.value(item);
    this.#open.delete(node);
    this.#close(node, size, this.#below);
    this.#below = Math.max(beside, this.#below);
    return size;
  }

  #anchor(node: Node & { anchor?: string }): void {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
  }

  #close(node: Node & { anchor?: string }, size: number, below: number): void {
    if (node.anchor !== undefined) this.#anchored.set(node, { size, below, uses: 1 });
  }

  #alias(alias: Alias): number {
    const target = this.#anchors.get(alias.source);
    // Not quoted in the message: it may be a password without quotes.
    if (target === undefined)
      this.#fault(alias, "there is no anchor of this name in this document; a text that begins with * needs quotes");
    else if (this.#open.has(target))
      this.#fault(alias, `this is part of what the anchor ${shortName(alias.source)} names`);
    else {
      this.targets.set(alias, target);
      return this.#use(target);
    }
    return LEAST_SIZE;
  }

  #use(target: Node): number {
    const anchored = this.#anchored.get(target);
    if (anchored === undefined) return LEAST_SIZE;
    anchored.uses++;
    const uses = anchored.uses * anchored.below;
    this.uses = Math.max(this.uses, uses);
    this.#below = Math.max(this.#below, uses);
    return anchored.size;
  }

  #scalar(node: Scalar): number {
    this.#anchor(node);
    const { value } = node;
    if (value !== null && !["string", "number", "boolean"].includes(typeof value)) this.#fault(node, NOT_JSON);
    const size = LEAST_SIZE + (typeof value === "string" ? value.length : 0);
    this.#close(node, size, 1);
    this.#below = Math.max(this.#below, 1);
    return size;
  }

  #map({ items }: YAMLMap): number {
    const keys = new Set<string>();
    let size = 0;
    for (const pair of items) {
      if (isMergeKey(pair.key)) {
        size += this.value(pair.value);
        this.#merge(pair);
        continue;
      }
      size += this.value(pair.key);
      const key = this.#key(pair);
      // The parser compares values: of the keys 1 and "1" only the last would be kept.
      if (key !== null && keys.has(key)) this.#fault(pair.key, KEY_TWICE);
      if (key !== null) keys.add(key);
      size += this.value(pair.value);
    }
    return size;
  }

  #key(pair: Pair): string | null {
    const at = pair.key;
    const node = this.targets.get(at) ?? at;
    if (isAlias(node)) return null;
    if (isMap(node) || isSeq(node)) {
      this.#fault(at, "a mapping or a list cannot be a key");
      return null;
    }
    const { value = null, source = "" } = isScalar(node) ? node : {};
    if (typeof value === "string") return value;
    if (source === "") {
      this.#fault(at, "a key is missing here; an empty one is written in quotes");
      return null;
    }
    if (node === at && isScalar(node) && node.anchor === undefined) pair.key = asText(node, source);
    // An alias of it may be a value elsewhere, which stays what it is.
    else if (String(value) !== source) this.#fault(at, "this key must be a string; write it in quotes");
    return source;
  }

  #merge(pair: Pair): void {
    const sources = mergeSources(pair, this.targets);
    // A remaining alias has no target, which was already reported.
    if (sources.some((source) => !isMap(source) && !isAlias(source)))
      this.#fault(pair.value ?? pair.key, "<< merges a mapping or a list of mappings, which this is not");
  }

  #fault(node: unknown, message: string): void {
    const [from = 0, to = from] = (node as Node | null)?.range ?? [];
    this.#report({ from, to }, message);
  }
}

function asText(key: Scalar, text: string): Scalar {
  return Object.assign(key.clone() as Scalar, { value: text, source: text, type: Scalar.PLAIN });
}

/** Sets and ordered maps are kinds of mappings and lists, with a tag of their own. */
function isPlain(tag: string | undefined): boolean {
  return tag === undefined || tag === "tag:yaml.org,2002:map" || tag === "tag:yaml.org,2002:seq";
}
