export const DEFAULT_VALUE_BYTES = 64 * 1024 * 1024;

/** Values of fewer bytes are not counted: there are never enough of them at once to matter. */
const NEGLIGIBLE_BYTES = 64 * 1024;
/** Maximum wait for room; after it the resource is looked at again later. */
const PATIENCE_MS = 2000;
/** A quarter of a worker's default concurrent looks: the others are for those that need little. */
const MAX_WAITING = 16;
/** The maximum of them per organization. */
const MAX_WAITING_OF_ONE = 8;
/** An organization may have this many times the free room. */
const TIMES_FREE = 3;
/** When a look that found no room is queued again. */
export const NO_ROOM_DELAY_SECONDS = 1;

/** There is currently not enough room in memory for a resource's values. */
export class NoRoomError extends Error {
  constructor() {
    super("Too many large values are in hand; it is looked at again in a moment");
    this.name = "NoRoomError";
  }
}

interface Waiter {
  readonly bytes: number;
  readonly organizationId: string;
  readonly getIn: () => void;
}

/**
 * Limits the bytes of values that a worker processes at once: configs and outputs, as text, from the look at a resource
 * until its event is settled. A resource larger than the whole room is admitted when there is nothing else.
 *
 * Events may take long, so an organization that has some room gets more only while it has less than three times what is
 * then left: at most three quarters alone, and there is always something for one that has none.
 */
export class ValueRoom {
  readonly #bytes: number;
  readonly #waiting = new Set<Waiter>();
  readonly #taken = new Map<string, number>();
  #free: number;

  constructor(bytes: number) {
    this.#bytes = bytes;
    this.#free = bytes;
  }

  /**
   * Takes room; the longest wait comes first.
   * @param organizationId whose values they are
   * @returns gives it back; calling it again does nothing
   * @throws NoRoomError if there was none in time
   */
  async take(bytes: number, organizationId: string): Promise<() => void> {
    if (bytes < NEGLIGIBLE_BYTES) return () => {};
    const wanted = Math.min(bytes, this.#bytes);
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
      }, PATIENCE_MS);
    });
  }

  #isCrowded(organizationId: string): boolean {
    const own = [...this.#waiting].filter((waiter) => waiter.organizationId === organizationId);
    return this.#waiting.size > MAX_WAITING || own.length > MAX_WAITING_OF_ONE;
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
