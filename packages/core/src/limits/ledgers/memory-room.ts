/** Values of fewer bytes are not counted: there are never enough of them at once to matter. */
const NEGLIGIBLE_BYTES = 64 * 1024;
/** An organization may have this many times the free room. */
const TIMES_FREE = 3;

/** Whether bytes need no room. Who asks first saves a turn of the event loop. */
export function isNegligible(bytes: number): boolean {
  return bytes < NEGLIGIBLE_BYTES;
}

/** There is currently not enough room in memory. */
export class NoRoomError extends Error {
  constructor() {
    super("Too many large values are in hand; try again in a moment");
    this.name = "NoRoomError";
  }
}

/** How much room there is, and who waits for it. */
export interface MemoryRoomOptions {
  readonly bytes: number;
  /** Maximum wait for room. */
  readonly patienceMs: number;
  /** How many may wait. */
  readonly waiting: number;
  /** How many of them for one organization. */
  readonly waitingOfOne: number;
}

interface Waiter {
  readonly bytes: number;
  readonly organizationId: string;
  readonly getIn: () => void;
}

/**
 * Limits the bytes of large values that a process has in hand at once. What is larger than the whole room is admitted when
 * there is nothing else.
 *
 * Values may be held for long, so an organization that has some room gets more only while it has less than three times what is
 * then left: at most three quarters alone, and there is always something for one that has none.
 */
export class MemoryRoom {
  readonly #options: MemoryRoomOptions;
  readonly #waiting = new Set<Waiter>();
  readonly #taken = new Map<string, number>();
  #free: number;

  constructor(options: MemoryRoomOptions) {
    this.#options = options;
    this.#free = options.bytes;
  }

  /**
   * Takes room; the longest wait comes first.
   * @param organizationId whose values they are
   * @returns gives it back; calling it again does nothing
   * @throws NoRoomError if there was none in time, or too many wait for it
   */
  async take(bytes: number, organizationId: string): Promise<() => void> {
    if (isNegligible(bytes)) return () => {};
    const wanted = Math.min(bytes, this.#options.bytes);
    await this.#wait(wanted, organizationId);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      this.#add(organizationId, -wanted);
      this.#letIn();
    };
  }

  #add(organizationId: string, bytes: number): void {
    this.#free -= bytes;
    const taken = (this.#taken.get(organizationId) ?? 0) + bytes;
    if (taken === 0) this.#taken.delete(organizationId);
    else this.#taken.set(organizationId, taken);
  }

  #isWithinShare({ organizationId, bytes }: Waiter): boolean {
    const taken = this.#taken.get(organizationId) ?? 0;
    return taken === 0 || taken + bytes <= TIMES_FREE * (this.#free - bytes);
  }

  #wait(bytes: number, organizationId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const waiter: Waiter = {
        bytes,
        organizationId,
        getIn: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const leave = (): void => {
        this.#waiting.delete(waiter);
        reject(new NoRoomError());
      };
      this.#waiting.add(waiter);
      this.#letIn();
      if (!this.#waiting.has(waiter)) return;
      if (this.#isCrowded(organizationId)) {
        leave();
        return;
      }
      timer = setTimeout(() => {
        leave();
        this.#letIn();
      }, this.#options.patienceMs);
    });
  }

  #isCrowded(organizationId: string): boolean {
    const own = [...this.#waiting].filter((waiter) => waiter.organizationId === organizationId);
    return this.#waiting.size > this.#options.waiting || own.length > this.#options.waitingOfOne;
  }

  /**
   * A request that waits for others to free room blocks later ones; a request over its organization's share does not.
   */
  #letIn(): void {
    for (const waiter of this.#waiting) {
      if (!this.#isWithinShare(waiter)) continue;
      if (waiter.bytes > this.#free) return;
      this.#waiting.delete(waiter);
      this.#add(waiter.organizationId, waiter.bytes);
      waiter.getIn();
    }
  }
}
