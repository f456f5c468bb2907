import type { Writable } from "node:stream";

/** Writes lines; all those of one turn go out in one system call, which is what makes pipelined calls cheap. */
export class LineWriter {
  readonly #stream: Writable;
  #pending = "";

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  write(line: string): void {
    // nextTick runs once the microtasks are through, so every handler that settled in this turn is in the batch.
    if (this.#pending === "") process.nextTick(() => this.flush());
    this.#pending += `${line}\n`;
  }

  flush(): void {
    if (this.#pending === "") return;
    const text = this.#pending;
    this.#pending = "";
    if (this.#stream.writable) this.#stream.write(text);
  }

  /** Bytes that the other side has not taken yet. */
  get unread(): number {
    return this.#pending.length + this.#stream.writableLength;
  }

  /** Whether the other side has fallen behind. */
  get isFull(): boolean {
    return this.#stream.writableNeedDrain;
  }
}

/** Whether `text` takes more than `limit` bytes as UTF-8; the exact count is made only when it could matter. */
export function exceedsBytes(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  return text.length * 3 > limit && Buffer.byteLength(text) > limit;
}

/** `text` cut to at most `limit` bytes, at a character, with a note when it was cut. */
export function cutToBytes(text: string, limit: number): string {
  if (!exceedsBytes(text, limit)) return text;
  // A character cut in half decodes to U+FFFD, which goes too; so does the first half of a surrogate pair.
  const head = Buffer.from(text.slice(0, limit))
    .subarray(0, limit)
    .toString("utf8")
    .replace(/\uFFFD$/, "");
  return `${head}… (cut)`;
}
