import { isDatabaseFailure } from "@pragma/db";

const WINDOW_SECONDS = 30;
const SLICES = 6;
const SLICE_MS = (WINDOW_SECONDS * 1000) / SLICES;

/** Fewer are the misfortune of a few, such as of somebody who asks for too much. */
const FEWEST_FAILURES = 3;

interface Counts {
  answered: number;
  failed: number;
}

interface Slice {
  /** Slices since the clock's beginning. */
  place: number;
  /** By organization; those of nobody known are together. */
  readonly counts: Map<string | null, Counts>;
}

/**
 * How the requests of the last seconds ended. A database that answers health checks may still hold up all else: somebody has
 * locked a table. What was turned away before the database was asked counts for neither side, or a server under load would call
 * itself unready and leave the others with its share. One organization alone, which waits for its own locks or asks for too
 * much, makes no server unready while others are answered.
 */
export class RecentRequests {
  readonly #slices: Slice[] = Array.from({ length: SLICES }, () => ({ place: -1, counts: new Map() }));
  readonly #now: () => number;

  /** @param now a monotonic clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A request was answered, and not by an error of the server. What is answered to nobody in particular hardly asks the database. */
  answered(organization: string): void {
    this.#countsOf(organization).answered += 1;
  }

  /** A request ended with an error, which counts if the database is the cause. @param organization whose it was, if known */
  failed(error: unknown, organization: string | null): void {
    if (isDatabaseFailure(error)) this.#countsOf(organization).failed += 1;
  }

  /**
   * The fault, for operators: at least half of the requests failed, of most organizations that asked. Null if nothing is, and
   * again once failures are older than the window, so a server that gets no requests for it is tried again.
   */
  findFault(): string | null {
    const all = this.#sums();
    const failing = all.filter(isFailing);
    const failed = all.reduce((sum, counts) => sum + counts.failed, 0);
    if (failed < FEWEST_FAILURES || failing.length * 2 <= all.length) return null;
    const requests = all.reduce((sum, { answered }) => sum + answered, failed);
    return `The database answers, but ${failed} of ${requests} requests within ${WINDOW_SECONDS} s failed since it did not answer them in time`;
  }

  /** Counts of each organization that asked within the window. */
  #sums(): Counts[] {
    const oldest = this.#place() - SLICES;
    const sums = new Map<string | null, Counts>();
    for (const [organization, { answered, failed }] of this.#slices
      .filter(({ place }) => place > oldest)
      .flatMap(({ counts }) => [...counts])) {
      const sum = sums.get(organization) ?? { answered: 0, failed: 0 };
      sums.set(organization, { answered: sum.answered + answered, failed: sum.failed + failed });
    }
    return [...sums.values()];
  }

  #place(): number {
    return Math.floor(this.#now() / SLICE_MS);
  }

  #countsOf(organization: string | null): Counts {
    const place = this.#place();
    const slice = this.#slices[place % SLICES] as Slice;
    if (slice.place !== place) {
      slice.place = place;
      slice.counts.clear();
    }
    const counts = slice.counts.get(organization) ?? { answered: 0, failed: 0 };
    slice.counts.set(organization, counts);
    return counts;
  }
}

function isFailing({ answered, failed }: Counts): boolean {
  return failed > 0 && failed >= answered;
}
