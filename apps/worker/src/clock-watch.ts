/**
 * Notices that the database's clock was set forward, or is another machine's since a failover: leases then look expired whose
 * workers are well.
 */
export class ClockWatch {
  readonly #toleranceMs: number;
  readonly #now: () => number;
  #last: { shown: number; before: number } | null = null;

  /** @param toleranceMs how much less a lease may last than its worker thinks @param now this process's clock, which never jumps */
  constructor(toleranceMs: number, now: () => number = () => performance.now()) {
    this.#toleranceMs = toleranceMs;
    this.#now = now;
  }

  /**
   * @param read reads the database's clock; however long that takes counts as time that has passed
   * @returns whether it went further since the last check than time can have passed
   * @throws what `read` throws
   */
  async hasJumped(read: () => Promise<Date>): Promise<boolean> {
    const last = this.#last;
    const before = this.#now();
    const shown = (await read()).getTime();
    this.#last = { shown, before };
    return last !== null && shown - last.shown > this.#now() - last.before + this.#toleranceMs;
  }
}
