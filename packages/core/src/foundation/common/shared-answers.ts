import { LRUCache } from "lru-cache";

/** An answer stays valid for this multiple of its cost, so the database spends at most a tenth of its time on it. */
const SERVES_TIMES_COST = 10;
/** The cost includes every wait, also for a database that hung: nobody is to see numbers from before that for minutes. */
const SERVES_AT_MOST_MS = 30_000;
const MAX_ENTRIES = 1000;

interface Entry<Answer> {
  answer: Promise<Answer>;
  /** On the monotonic clock. */
  goodUntil: number;
}

/**
 * Caches answers whose cost grows with the organization, for all who ask. Each question runs once at a time. In a small
 * organization an answer is as good as new; in one of 100,000 resources it may be a few seconds old.
 */
export class SharedAnswers<Answer> {
  readonly #entries = new LRUCache<string, Entry<Answer>>({ max: MAX_ENTRIES });

  /** @param key identifies the organization and the question */
  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#entries.get(key);
    if (known && performance.now() < known.goodUntil) return known.answer;
    const askedAt = performance.now();
    const entry: Entry<Answer> = { answer: ask(), goodUntil: Number.POSITIVE_INFINITY };
    this.#entries.set(key, entry);
    entry.answer.then(
      () => {
        const now = performance.now();
        entry.goodUntil = now + Math.min((now - askedAt) * SERVES_TIMES_COST, SERVES_AT_MOST_MS);
      },
      () => {
        if (this.#entries.peek(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.answer;
  }
}
