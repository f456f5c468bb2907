export const DEFAULT_VALUE_BYTES = 64 * 1024 * 1024;

/** Values of fewer bytes are not worth counting: there are never so many of them at once. */
const NEGLIGIBLE_BYTES = 64 * 1024;
/** How long one waits for room at most; the resource is then looked at again later. */
const PATIENCE_MS = 2000;
/** A quarter of the looks that a worker has at once by default: the others are left to those that need little. */
const MAX_WAITING = 16;
/** When a look that found no room comes back into line. */
export const NO_ROOM_DELAY_SECONDS = 1;

/** What a resource takes does not fit into memory beside what is there now. */
export class NoRoomError extends Error {
  constructor() {
    super("Too many large values are in hand; it is looked at again in a moment");
    this.name = "NoRoomError";
  }
}

interface Waiter {
  readonly bytes: number;
  readonly getIn: () => void;
}

/**
 * Bounds how many bytes of values a worker has in hand at once: configs and outputs, as texts, from the look at a
 * resource until its event is settled. One that is larger than all the room is let in when there is nothing else.
 */
export class ValueRoom {
  readonly #bytes: number;
  readonly #waiting = new Set<Waiter>();
  #taken = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /**
   * Takes room; whoever waits longest comes first.
   * @returns gives it back; calling it again does nothing
   * @throws NoRoomError if there was none in time
   */
  async take(bytes: number): Promise<() => void> {
    if (bytes < NEGLIGIBLE_BYTES) return () => {};
    const wanted = Math.min(bytes, this.#bytes);
    if (this.#waiting.size === 0 && this.#fits(wanted)) this.#taken += wanted;
    else await this.#wait(wanted);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      this.#taken -= wanted;
      this.#letIn();
    };
  }

  #fits(bytes: number): boolean {
    return this.#taken + bytes <= this.#bytes;
  }

  #wait(bytes: number): Promise<void> {
    if (this.#waiting.size >= MAX_WAITING) throw new NoRoomError();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        bytes,
        getIn: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(new NoRoomError());
        this.#letIn();
      }, PATIENCE_MS);
      this.#waiting.add(waiter);
    });
  }

  #letIn(): void {
    for (const waiter of this.#waiting) {
      if (!this.#fits(waiter.bytes)) return;
      this.#waiting.delete(waiter);
      this.#taken += waiter.bytes;
      waiter.getIn();
    }
  }
}
