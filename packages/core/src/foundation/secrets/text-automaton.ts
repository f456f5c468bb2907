/** A range of a text: from its first character to after its last. */
export type Span = { start: number; end: number };

/**
 * Finds any of many words in a text in one pass (Aho and Corasick, 1975): it takes as long as reading the words once
 * and the text once, whatever they contain. Searching for one after the other would cost the product of both.
 *
 * A state is the longest prefix of a word that the text read so far ends with; 0 is the empty one. States are stored in
 * typed arrays, about 40 bytes for each character of the words.
 */
export class TextAutomaton {
  /** The transition from a state by a character, as an open hash table. */
  readonly #from: Int32Array;
  readonly #by: Uint16Array;
  readonly #to: Int32Array;
  readonly #mask: number;
  /** The state of the longest prefix of a word that is a suffix of this state's. */
  readonly #fallback: Int32Array;
  /** The length of the longest word that ends in this state; 0 if none does. */
  readonly #wordLength: Int32Array;
  #states = 1;

  /** @param words none of them empty */
  constructor(words: readonly string[]) {
    const size = words.reduce((sum, word) => sum + word.length, 1);
    const slots = 2 ** Math.ceil(Math.log2(2 * size + 1));
    this.#mask = slots - 1;
    this.#from = new Int32Array(slots);
    this.#by = new Uint16Array(slots);
    this.#to = new Int32Array(slots);
    this.#wordLength = new Int32Array(size);
    this.#fallback = new Int32Array(size);
    const parents = new Int32Array(size);
    const characters = new Uint16Array(size);
    const depths = new Int32Array(size);
    for (const word of words) this.#add(word, parents, characters, depths);
    this.#link(parents, characters, depths);
  }

  /** Whether any of the words occurs in the text. */
  isIn(text: string): boolean {
    let state = 0;
    for (let index = 0; index < text.length; index++) {
      state = this.#next(state, text.charCodeAt(index));
      if (this.#wordLength[state] !== 0) return true;
    }
    return false;
  }

  /** Where words occur in the text, in order; overlapping words form one span. */
  spans(text: string): Span[] {
    const spans: Span[] = [];
    let state = 0;
    for (let index = 0; index < text.length; index++) {
      state = this.#next(state, text.charCodeAt(index));
      const length = this.#wordLength[state] as number;
      if (length === 0) continue;
      const span = { start: index + 1 - length, end: index + 1 };
      for (let last = spans.at(-1); last !== undefined && last.end > span.start; last = spans.at(-1)) {
        span.start = Math.min(span.start, last.start);
        spans.pop();
      }
      spans.push(span);
    }
    return spans;
  }

  #next(from: number, character: number): number {
    let state = from;
    for (;;) {
      const to = this.#to[this.#slot(state, character)] as number;
      if (to !== 0 || state === 0) return to;
      state = this.#fallback[state] as number;
    }
  }

  /** The slot of a transition, or the free slot where it would go: no transition leads to state 0. */
  #slot(state: number, character: number): number {
    let slot = (Math.imul(state, 0x9e3779b1) ^ Math.imul(character + 1, 0x85ebca6b)) & this.#mask;
    while (this.#to[slot] !== 0 && (this.#from[slot] !== state || this.#by[slot] !== character)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #add(word: string, parents: Int32Array, characters: Uint16Array, depths: Int32Array): void {
    let state = 0;
    for (let index = 0; index < word.length; index++) {
      const character = word.charCodeAt(index);
      const slot = this.#slot(state, character);
      if (this.#to[slot] === 0) {
        const made = this.#states++;
        [this.#from[slot], this.#by[slot], this.#to[slot]] = [state, character, made];
        [parents[made], characters[made], depths[made]] = [state, character, index + 1];
      }
      state = this.#to[slot] as number;
    }
    this.#wordLength[state] = word.length;
  }

  /** States by depth: the fallback of each is shallower than the state itself. */
  #link(parents: Int32Array, characters: Uint16Array, depths: Int32Array): void {
    const order = new Int32Array(this.#states - 1).map((_, index) => index + 1);
    order.sort((a, b) => (depths[a] as number) - (depths[b] as number));
    for (const state of order) {
      const parent = parents[state] as number;
      const fallback = parent === 0 ? 0 : this.#next(this.#fallback[parent] as number, characters[state] as number);
      this.#fallback[state] = fallback;
      this.#wordLength[state] ||= this.#wordLength[fallback] as number;
    }
  }
}
