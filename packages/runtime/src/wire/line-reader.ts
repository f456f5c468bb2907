const NEWLINE = 10;

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
  #unfinished: Buffer[] = [];
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
    this.#unfinished.push(start === 0 ? chunk : chunk.subarray(start));
    this.#held += chunk.length - start;
  }

  #finish(chunk: Buffer, start: number, end: number): void {
    const length = this.#held + end - start;
    if (length === 0 || this.#exceeds(length + 1)) return;
    if (this.#held === 0) {
      this.#sink.onLine(chunk.toString("utf8", start, end));
      return;
    }
    const line = Buffer.concat([...this.#unfinished, chunk.subarray(start, end)], length).toString("utf8");
    this.#unfinished = [];
    this.#held = 0;
    this.#sink.onLine(line);
  }

  #exceeds(length: number): boolean {
    if (length <= this.#limit) return false;
    this.#broken = true;
    this.#unfinished = [];
    this.#sink.onTooLong();
    return true;
  }
}
