/** Maximum unanswered requests of one process. A handler that applies thousands of sub-resources stays below it. */
const MAX_REQUESTS = 4096;
/** Limit of all together, in messages of the largest kind. */
const MAX_MESSAGES = 8;

/** Limits the concurrent requests of a process: each is kept in memory, and costs database work. */
export class RequestGate {
  readonly #maxBytes: number;
  #count = 0;
  #bytes = 0;

  constructor(maxMessageBytes: number) {
    this.#maxBytes = MAX_MESSAGES * maxMessageBytes;
  }

  /** Maximum bytes of unread answers. */
  get maxUnread(): number {
    return this.#maxBytes;
  }

  /** Admits a request; null if there is room. @returns the reason for a refusal */
  enter(bytes: number): string | null {
    if (this.#count >= MAX_REQUESTS) return `more than ${MAX_REQUESTS} requests at once`;
    if (this.#bytes + bytes > this.#maxBytes) return `requests of more than ${this.#maxBytes} bytes at once`;
    this.#count += 1;
    this.#bytes += bytes;
    return null;
  }

  /** It is answered. */
  leave(bytes: number): void {
    this.#count -= 1;
    this.#bytes -= bytes;
  }
}
