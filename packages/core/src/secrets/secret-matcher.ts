import { MASK } from "@pragma/language";
import { TextAutomaton } from "./text-automaton.ts";

/** As many are looked for one after the other, which is fastest. */
const MAX_SINGLE = 32;

/** How many characters the texts may have together where they are many: 40 MB of automaton. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * Looks for many secret texts at once, in time linear in what it reads. Where they are too many and too large even to
 * be kept ready, it takes every text that could hold one for one that does.
 */
export class SecretMatcher {
  readonly #texts: readonly string[];
  readonly #shortest: number;
  readonly #isTooMuch: boolean;
  #automaton: TextAutomaton | undefined;

  /** @param texts none of them empty */
  constructor(texts: Iterable<string>) {
    // The longest first, so that one inside another leaves no rest.
    this.#texts = [...new Set(texts)].sort((a, b) => b.length - a.length);
    this.#shortest = this.#texts.at(-1)?.length ?? Number.POSITIVE_INFINITY;
    const characters = this.#texts.reduce((sum, text) => sum + text.length, 0);
    this.#isTooMuch = this.#texts.length > MAX_SINGLE && characters > MAX_CHARACTERS;
  }

  /** Whether the text holds any of them. */
  isIn(text: string): boolean {
    if (text.length < this.#shortest) return false;
    if (this.#isTooMuch) return true;
    if (this.#texts.length <= MAX_SINGLE) return this.#texts.some((secret) => text.includes(secret));
    return this.#ready().isIn(text);
  }

  /** The text with `********` in place of each. */
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

  /** Made when it is first needed: most operations have nothing to look through. */
  #ready(): TextAutomaton {
    this.#automaton ??= new TextAutomaton(this.#texts);
    return this.#automaton;
  }
}
