const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);

/** Where a LineReader hands over what it read. */
export interface LineSink {
  onLine(line: string): void;
  /** A line grew over the limit. Nothing is read after it. */
  onTooLong(): void;
}

/**
 * Cuts a byte stream into lines of UTF-8, holding at most `limit` bytes of an unfinished one. Bytes that are no UTF-8
 * become U+FFFD. Empty lines are skipped.
 */
export class LineReader {
  readonly #limit: number;
  readonly #sink: LineSink;
  /**
   * Holds the beginning of a line, with room for more of it. Not the pieces as they came: one of a byte takes hundreds, and
   * whoever sends them so would have all that the limit allows a hundred times over.
   */
  #unfinished: Buffer = NOTHING;
  #held = 0;
  #broken = false;

  constructor(limit: number, sink: LineSink) {
    this.#limit = limit;
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let start = 0;
    let end = chunk.indexOf(NEWLINE);
    while (end >= 0 && !this.#broken) {
      this.#finish(chunk, start, end);
      start = end + 1;
      end = chunk.indexOf(NEWLINE, start);
    }
    if (this.#broken || start === chunk.length) return;
    if (this.#exceeds(this.#held + chunk.length - start)) return;
    this.#hold(chunk, start, chunk.length);
  }

  #finish(chunk: Buffer, start: number, end: number): void {
    const length = this.#held + end - start;
    if (length === 0 || this.#exceeds(length + 1)) return;
    if (this.#held === 0) {
      this.#sink.onLine(chunk.toString("utf8", start, end));
      return;
    }
    this.#hold(chunk, start, end);
    const line = this.#unfinished.toString("utf8", 0, length);
    this.#unfinished = NOTHING;
    this.#held = 0;
    this.#sink.onLine(line);
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const length = this.#held + end - start;
    if (length > this.#unfinished.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#unfinished.length));
      this.#unfinished.copy(larger, 0, 0, this.#held);
      this.#unfinished = larger;
    }
    chunk.copy(this.#unfinished, this.#held, start, end);
    this.#held = length;
  }

  #exceeds(length: number): boolean {
    if (length <= this.#limit) return false;
    this.#broken = true;
    this.#unfinished = NOTHING;
    this.#sink.onTooLong();
    return true;
  }
}
