import { LRUCache } from "lru-cache";

/** An answer serves for so many times what it cost: however many look on, the database spends a tenth of its time on it. */
const SERVES_TIMES_COST = 10;
const MAX_ENTRIES = 1000;

interface Entry<Answer> {
  answer: Promise<Answer>;
  /** On the monotonic clock. */
  goodUntil: number;
}

/**
 * Answers that cost as much as an organization is large, shared by all who look at it. One question is asked at a time;
 * in a small organization an answer is as good as new, in one of 100,000 resources it may be a few seconds old.
 */
export class SharedAnswers<Answer> {
  readonly #entries = new LRUCache<string, Entry<Answer>>({ max: MAX_ENTRIES });

  /** @param key names the organization, and what is asked about it */
  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#entries.get(key);
    if (known && performance.now() < known.goodUntil) return known.answer;
    const askedAt = performance.now();
    const entry: Entry<Answer> = { answer: ask(), goodUntil: Number.POSITIVE_INFINITY };
    this.#entries.set(key, entry);
    entry.answer.then(
      () => {
        const now = performance.now();
        entry.goodUntil = now + (now - askedAt) * SERVES_TIMES_COST;
      },
      () => {
        if (this.#entries.peek(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.answer;
  }
}
