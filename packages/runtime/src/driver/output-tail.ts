/**
 * The last `limit` characters of a text that may be endless. The rest of a truncated line is dropped: half a secret
 * would not be recognized in it.
 */
export class OutputTail {
  readonly #limit: number;
  #text = "";
  #isCut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(text: string): void {
    const all = this.#text + text;
    this.#isCut ||= all.length > this.#limit;
    this.#text = all.slice(-this.#limit);
  }

  toString(): string {
    const whole = this.#isCut ? this.#text.slice(`${this.#text}\n`.indexOf("\n") + 1) : this.#text;
    return whole.trim();
  }
}
