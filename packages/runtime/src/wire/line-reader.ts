const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);
/** A line of more is long: what reading it costs is felt. */
export const LONG_LINE_BYTES = 64 * 1024;

/** Where a LineReader hands over what it read. */
export interface LineSink {
  onLine(line: string): void;
  /** A long line, in memory of its own. Without this, it is a line like any other. */
  onLongLine?(line: Buffer): void;
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
    const isLong = length > LONG_LINE_BYTES && this.#sink.onLongLine !== undefined;
    if (this.#held === 0 && !isLong) {
      this.#sink.onLine(chunk.toString("utf8", start, end));
      return;
    }
    this.#hold(chunk, start, end);
    const line = this.#unfinished.subarray(0, length);
    this.#unfinished = NOTHING;
    this.#held = 0;
    if (isLong) this.#sink.onLongLine?.(line);
    else this.#sink.onLine(line.toString("utf8"));
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const length = this.#held + end - start;
    if (length > this.#unfinished.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, Math.min(2 * this.#unfinished.length, this.#limit)));
      this.#unfinished.copy(larger, 0, 0, this.#held);
      if (this.#unfinished.length > LONG_LINE_BYTES) release(this.#unfinished);
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

/** Gives back the memory of a large buffer, which is its own. Until it is collected, it would take as much as what is in use. */
export function release(buffer: Uint8Array): void {
  (buffer.buffer as ArrayBuffer).transfer(0);
}
