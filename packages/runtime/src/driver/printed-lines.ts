/** Of one line: twice what is kept, since it is redacted before it is cut to that, and half a secret is not found. */
const MAX_CHARACTERS = 16 * 1024;

/** Cuts what a stream brings into lines, whatever pieces it comes in. Of a line that is too long the beginning is kept. */
export class PrintedLines {
  readonly #onLine: (line: string) => void;
  #unfinished = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const [first = "", ...others] = text.split("\n");
    this.#add(first);
    for (const line of others) {
      this.end();
      this.#add(line);
    }
  }

  /** Nothing follows: what there is of a line is one. */
  end(): void {
    if (this.#unfinished.trim() !== "") this.#onLine(this.#unfinished);
    this.#unfinished = "";
  }

  #add(text: string): void {
    this.#unfinished = (this.#unfinished + text).slice(0, MAX_CHARACTERS);
  }
}
