import { MASK } from "@pragma/language";
import { TextAutomaton } from "./text-automaton.ts";

/** Up to this many texts are searched one after the other, which is fastest. */
const MAX_SINGLE = 32;

/** The total length of the texts if there are more: 40 MB of automaton. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * Searches for many secret texts at once, in time linear in its input. If they are too many and too large to index,
 * every text long enough to contain one counts as containing one.
 */
export class SecretMatcher {
  readonly #texts: readonly string[];
  readonly #shortest: number;
  readonly #isTooMuch: boolean;
  #automaton: TextAutomaton | undefined;

  /** @param texts none of them empty */
  constructor(texts: Iterable<string>) {
    // Longest first, so that a secret inside another leaves no remainder.
    this.#texts = [...new Set(texts)].sort((a, b) => b.length - a.length);
    this.#shortest = this.#texts.at(-1)?.length ?? Number.POSITIVE_INFINITY;
    const characters = this.#texts.reduce((sum, text) => sum + text.length, 0);
    this.#isTooMuch = this.#texts.length > MAX_SINGLE && characters > MAX_CHARACTERS;
  }

  /** Whether the text contains any of them. */
  isIn(text: string): boolean {
    if (text.length < this.#shortest) return false;
    if (this.#isTooMuch) return true;
    if (this.#texts.length <= MAX_SINGLE) return this.#texts.some((secret) => text.includes(secret));
    return this.#ready().isIn(text);
  }

  /** The text with each of them replaced by `********`. */
  mask(text: string): string {
    if (text.length < this.#shortest) return text;
    if (this.#isTooMuch) return MASK;
    if (this.#texts.length <= MAX_SINGLE) {
      return this.#texts.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
    }
    let masked = "";
    let at = 0;
    for (const { start, end } of this.#ready().spans(text)) {
      masked += text.slice(at, start) + MASK;
      at = end;
    }
    return at === 0 ? text : masked + text.slice(at);
  }

  /** Built on first use: most operations have nothing to search. */
  #ready(): TextAutomaton {
    this.#automaton ??= new TextAutomaton(this.#texts);
    return this.#automaton;
  }
}
