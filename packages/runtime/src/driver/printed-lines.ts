/**
 * The limit of a line: twice what is kept, since it is redacted before it is truncated, and half a secret would not be
 * recognized.
 */
const MAX_CHARACTERS = 16 * 1024;

/** Splits a stream into lines, whatever its chunks. Keeps the beginning of a line that is too long. */
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

  /** The stream has ended: a partial line counts as a line. */
  end(): void {
    if (this.#unfinished.trim() !== "") this.#onLine(this.#unfinished);
    this.#unfinished = "";
  }

  #add(text: string): void {
    this.#unfinished = (this.#unfinished + text).slice(0, MAX_CHARACTERS);
  }
}
