import type { Json, JsonObject, Path } from "./json.ts";
import { isJsonObject, setMember } from "./object.ts";
import { parsePath } from "./path.ts";

/** A step of a pattern that stands for every member or element. */
export const ANY_STEP = Symbol("*");
export type PathPattern = (string | number | typeof ANY_STEP)[];

const WILD = /\.?\*|\[\*\]/y;
const STEP = /\.?[A-Za-z_$][A-Za-z0-9_$-]*|\[\d+\]|\["[^"\\]*(?:\\.[^"\\]*)*"\]/y;

/**
 * Parses a path as `formatPath` writes it, in which `*` stands for one level: `labels.*`, `servers[*].port`. A member whose key is an
 * asterisk is quoted, as in `data["*"]`.
 * @returns null if the text is none, or names no place
 */
export function parsePathPattern(text: string): PathPattern | null {
  const pattern: PathPattern = [];
  for (let place = 0; place < text.length; ) {
    if (place === 0 && text.startsWith(".")) return null;
    WILD.lastIndex = place;
    STEP.lastIndex = place;
    if (WILD.test(text)) {
      pattern.push(ANY_STEP);
      place = WILD.lastIndex;
      continue;
    }
    if (!STEP.test(text)) return null;
    const [step] = parsePath(text.slice(place, STEP.lastIndex)) ?? [];
    if (step === undefined) return null;
    pattern.push(step);
    place = STEP.lastIndex;
  }
  return pattern.length === 0 ? null : pattern;
}

type Node = { end: boolean; next: Map<string | number | typeof ANY_STEP, Node> };

/** Places of a value that patterns select. The cost of using them grows with the value, however many there are. */
export class PathPatterns {
  readonly #root: Node = { end: false, next: new Map() };
  readonly isEmpty: boolean;

  /** @param texts as `parsePathPattern` takes them; what is none selects nothing */
  constructor(texts: readonly string[]) {
    this.isEmpty = texts.length === 0;
    for (const text of texts) {
      const pattern = parsePathPattern(text);
      if (pattern) this.#add(pattern);
    }
  }

  #add(pattern: PathPattern): void {
    let node = this.#root;
    for (const step of pattern) {
      const next = node.next.get(step) ?? { end: false, next: new Map() };
      node.next.set(step, next);
      node = next;
    }
    node.end = true;
  }

  /** Whether a path is one of those selected, or below one. */
  covers(path: Path): boolean {
    let here = [this.#root];
    for (const step of path) {
      here = below(here, step);
      if (here.some(({ end }) => end)) return true;
    }
    return false;
  }

  /**
   * A value without what is selected. Containers that hold nothing else go as well, empty ones too, so that one which is absent
   * elsewhere is no difference; the places of a list stay where they are, as null.
   */
  without(value: Json): Json {
    return this.isEmpty ? value : (leave(value, [this.#root]) ?? null);
  }
}

function below(nodes: readonly Node[], step: string | number): Node[] {
  return nodes.flatMap(({ next }) => [next.get(step), next.get(ANY_STEP)].filter((node) => node !== undefined));
}

/** Undefined if nothing is left of it. */
function leave(value: Json, nodes: readonly Node[]): Json | undefined {
  if (nodes.length === 0) return value;
  if (nodes.some(({ end }) => end)) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => leave(item, below(nodes, index)) ?? null);
  if (!isJsonObject(value)) return value;
  const left: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const kept = leave(member, below(nodes, key));
    if (kept !== undefined) setMember(left, key, kept);
  }
  return Object.keys(left).length === 0 ? undefined : left;
}
