/** Requests of one process that are not answered yet. A handler that applies thousands of sub-resources stays below it. */
const MAX_REQUESTS = 4096;
/** What they may take together, in messages of the largest kind. */
const MAX_MESSAGES = 8;

/** Bounds what a process asks of the platform at once: each request is held, and costs the database something. */
export class RequestGate {
  readonly #maxBytes: number;
  #count = 0;
  #bytes = 0;

  constructor(maxMessageBytes: number) {
    this.#maxBytes = MAX_MESSAGES * maxMessageBytes;
  }

  /** Bytes of answers that the process may leave unread. */
  get maxUnread(): number {
    return this.#maxBytes;
  }

  /** Lets a request in; null if there is room. @returns why there is none */
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
