import type { Instruction } from "./compile-pattern.ts";

/** A pattern as a tree. */
export type Node =
  | Exclude<Instruction, { kind: "split" }>
  | { kind: "sequence" | "alternatives"; parts: Node[] }
  | { kind: "repeat"; part: Node; least: number; most: number };

/** Longer patterns, and groups that nest deeper, are not parsed. */
const MAX_PATTERN = 1_000;
const MAX_DEPTH = 50;

/** Parses a pattern; null if it is invalid, too long, or uses lookaround or backreferences. */
export function parsePattern(pattern: string): Node | null {
  if (pattern.length > MAX_PATTERN) return null;
  try {
    // Constructing an expression runs nothing: it only validates the pattern.
    new RegExp(pattern, "u");
    return new Parser(pattern).alternatives(0);
  } catch {
    return null;
  }
}

/** A quantifier after the repeated part; whether it is greedy does not affect whether the pattern matches. */
const QUANTIFIER = /([*+?]|\{(\d+)(,(\d*))?\})\??/uy;
/** A single character: a class, an escape, or the character itself. */
const CHARACTER =
  /\[(?:[^\]\\]|\\.)*\]|\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|p\{[^}]*\}|[^ukxcp1-9])|[^\\[()|*+?{}^$]/iuy;
const GROUP = /\((?:\?:|\?<[\w$]+>)?(?!\?)/uy;
const WORD = /^\w$/u;

/** Parses a pattern that is known to be valid. Throws for anything that cannot run as states. */
class Parser {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  alternatives(depth: number): Node {
    if (depth > MAX_DEPTH) throw new Error("too deep");
    const parts = [this.#sequence(depth)];
    while (this.#pattern[this.#at] === "|") {
      this.#at++;
      parts.push(this.#sequence(depth));
    }
    return { kind: "alternatives", parts };
  }

  #sequence(depth: number): Node {
    const parts: Node[] = [];
    while (this.#at < this.#pattern.length && !"|)".includes(this.#pattern[this.#at] as string)) {
      parts.push(this.#repeated(this.#single(depth)));
    }
    return { kind: "sequence", parts };
  }

  #repeated(part: Node): Node {
    const found = this.#take(QUANTIFIER);
    if (found === null) return part;
    const [, sign, least, comma, most] = found;
    if (least !== undefined) {
      const highest = comma === undefined ? least : most || Number.POSITIVE_INFINITY;
      return { kind: "repeat", part, least: Number(least), most: Number(highest) };
    }
    const once = sign === "?" ? 1 : Number.POSITIVE_INFINITY;
    return { kind: "repeat", part, least: sign === "+" ? 1 : 0, most: once };
  }

  #single(depth: number): Node {
    const assertion = this.#assertion();
    if (assertion !== null) return assertion;
    if (this.#take(GROUP)) {
      const inside = this.alternatives(depth + 1);
      if (this.#pattern[this.#at++] !== ")") throw new Error("no end");
      return inside;
    }
    const [source] = this.#take(CHARACTER) ?? [];
    if (source === undefined) throw new Error("not run here");
    // Matches one character against one character, so it cannot backtrack.
    const expression = new RegExp(`^${source}$`, "u");
    return { kind: "character", fits: (character) => expression.test(character) };
  }

  #assertion(): Node | null {
    const rest = this.#pattern.slice(this.#at, this.#at + 2);
    const isWord = (character: string | undefined) => character !== undefined && WORD.test(character);
    const atBorder = (text: readonly string[], at: number) => isWord(text[at - 1]) !== isWord(text[at]);
    const holds: Record<string, Extract<Instruction, { kind: "assert" }>["holds"]> = {
      "^": (_, at) => at === 0,
      $: (text, at) => at === text.length,
      "\\b": atBorder,
      "\\B": (text, at) => !atBorder(text, at),
    };
    const sign = [rest.slice(0, 1), rest].find((one) => Object.hasOwn(holds, one));
    if (sign === undefined) return null;
    this.#at += sign.length;
    return { kind: "assert", holds: holds[sign] as Extract<Instruction, { kind: "assert" }>["holds"] };
  }

  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#pattern);
    if (found !== null) this.#at = expression.lastIndex;
    return found;
  }
}
