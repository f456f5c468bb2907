import { LRUCache } from "lru-cache";
import type { Caller } from "./caller.ts";

/** A caller as read from the database. */
export interface LoadedCaller {
  caller: Caller;
  /** When the credential expires, in milliseconds since the epoch; infinite if never. */
  expiresAt: number;
}

export type LoadCaller = () => Promise<LoadedCaller | null>;

interface Entry extends LoadedCaller {
  /** When the load began, on the monotonic clock: the answer does not include later changes. */
  askedAt: number;
  load: LoadCaller;
}

interface Question {
  askedAt: number;
  answer: Promise<Caller | null>;
}

/** From this age on an entry is reloaded, while requests keep using it. */
const RENEW_MS = 400;
/** From this age on an entry is not used: revocation, role changes and leaving apply within a second everywhere. */
const LIMIT_MS = 900;
const MAX_ENTRIES = 10_000;

/**
 * Callers by the hash of their credential. A credential in steady use is reloaded before the limit, so its requests
 * never wait for the database.
 */
export class CallerCache {
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });
  readonly #questions = new Map<string, Question>();

  /** The caller, if the entry is fresh enough. */
  get(key: string): Caller | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const age = performance.now() - entry.askedAt;
    if (age >= LIMIT_MS || Date.now() >= entry.expiresAt) return undefined;
    // Nobody waits for it, and its error will recur for the request that has to load.
    if (age >= RENEW_MS) this.load(key, entry.load).catch(() => {});
    return entry.caller;
  }

  /** Loads the caller; concurrent requests share one load, unless it has been hanging for too long. */
  load(key: string, load: LoadCaller): Promise<Caller | null> {
    const askedAt = performance.now();
    const running = this.#questions.get(key);
    if (running && askedAt - running.askedAt < RENEW_MS) return running.answer;
    const question: Question = { askedAt, answer: this.#ask(key, load, askedAt) };
    this.#questions.set(key, question);
    const done = (): void => {
      if (this.#questions.get(key) === question) this.#questions.delete(key);
    };
    question.answer.then(done, done);
    return question.answer;
  }

  /** Drops a credential at once, after a change made by this process. */
  forget(tokenId: string): void {
    for (const [key, entry] of this.#entries.entries()) if (entry.caller.tokenId === tokenId) this.#entries.delete(key);
  }

  /** Drops all entries at once. */
  clear(): void {
    this.#entries.clear();
  }

  async #ask(key: string, load: LoadCaller, askedAt: number): Promise<Caller | null> {
    const loaded = await load();
    const known = this.#entries.peek(key);
    if (known !== undefined && known.askedAt > askedAt) return loaded?.caller ?? null;
    if (loaded === null) this.#entries.delete(key);
    else this.#entries.set(key, { ...loaded, askedAt, load });
    return loaded?.caller ?? null;
  }
}
