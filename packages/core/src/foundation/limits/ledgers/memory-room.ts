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
  /** Bytes that stay free for another organization's largest value, whatever one has; if left out, a part of what it has. */
  readonly largestBytes?: number;
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
  /** How much others may still take before it. */
  passableBytes: number;
  readonly getIn: () => void;
}

/**
 * Limits the bytes of large values that a process has in hand at once. What is larger than the whole room is admitted when
 * there is nothing else.
 *
 * Values may be held for long, so an organization that has some room gets more only while it has less than three times what is
 * then left, and the largest value of another would still fit: there is always something for one that has none.
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
   * Takes room; the longest wait comes first, but does not keep others long from what is free.
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
    const { largestBytes = 0 } = this.#options;
    return taken === 0 || this.#free - bytes >= Math.max(largestBytes, (taken + bytes) / TIMES_FREE);
  }

  #wait(bytes: number, organizationId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const waiter: Waiter = {
        bytes,
        organizationId,
        passableBytes: bytes,
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
   * The first that waits for others to give room back is passed by those that fit, of other organizations, until they have taken as
   * much as it waits for: neither do the small wait for the large, nor the large for ever. One that waits for its own organization is
   * passed by all.
   */
  #letIn(): void {
    let first: Waiter | undefined;
    const delayed = new Set<string>();
    for (const waiter of this.#waiting) {
      const { bytes, organizationId } = waiter;
      if (delayed.has(organizationId) || !this.#isWithinShare(waiter)) continue;
      if (bytes > Math.min(this.#free, first?.passableBytes ?? bytes)) {
        first ??= waiter;
        delayed.add(organizationId);
        continue;
      }
      if (first) first.passableBytes -= bytes;
      this.#waiting.delete(waiter);
      this.#add(organizationId, bytes);
      waiter.getIn();
    }
  }
}
