import { isDatabaseFailure } from "@pragma/db";

const WINDOW_SECONDS = 30;
const SLICES = 6;
const SLICE_MS = (WINDOW_SECONDS * 1000) / SLICES;

/** Fewer are the misfortune of a few, such as of somebody who asks for too much. */
const FEWEST_FAILURES = 3;

interface Slice {
  /** Slices since the clock's beginning. */
  place: number;
  answered: number;
  failed: number;
}

/**
 * How the requests of the last seconds ended. A database that answers health checks may still hold up all else: somebody has
 * locked a table. What was turned away before the database was asked counts for neither side, or a server under load would call
 * itself unready and leave the others with its share.
 */
export class RecentRequests {
  readonly #slices: Slice[] = Array.from({ length: SLICES }, () => ({ place: -1, answered: 0, failed: 0 }));
  readonly #now: () => number;

  /** @param now a monotonic clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A request was answered, and not by an error of the server. */
  answered(): void {
    this.#slice().answered += 1;
  }

  /** A request ended with an error, which counts if the database is the cause. */
  failed(error: unknown): void {
    if (isDatabaseFailure(error)) this.#slice().failed += 1;
  }

  /**
   * What is wrong, for operators: at least half of the requests failed. Null if nothing is, and again once failures are older
   * than the window, so a server that gets no requests for it is tried again.
   */
  findFault(): string | null {
    const oldest = this.#place() - SLICES;
    const recent = this.#slices.filter(({ place }) => place > oldest);
    const failed = recent.reduce((sum, slice) => sum + slice.failed, 0);
    const all = recent.reduce((sum, slice) => sum + slice.answered, failed);
    if (failed < FEWEST_FAILURES || failed * 2 < all) return null;
    return `The database answers, but ${failed} of ${all} requests within ${WINDOW_SECONDS} s failed since it did not answer them in time`;
  }

  #place(): number {
    return Math.floor(this.#now() / SLICE_MS);
  }

  #slice(): Slice {
    const place = this.#place();
    const slice = this.#slices[place % SLICES] as Slice;
    if (slice.place !== place) Object.assign(slice, { place, answered: 0, failed: 0 });
    return slice;
  }
}
