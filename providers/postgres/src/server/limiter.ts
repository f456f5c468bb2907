/**
 * Bounds how many connections this process holds to one server. PostgreSQL ships with max_connections = 100, shared
 * with everyone else who uses the server: two hundred resources applied at once must queue here, not fail there.
 */
export class Limiter {
  readonly #limit: number;
  readonly #servers = new Map<string, { held: number; waiting: (() => void)[] }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs `work` once a place at `server` is free. Rejects with the signal's reason if it is aborted while waiting. */
  async run<T>(server: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#acquire(server, signal);
    try {
      return await work();
    } finally {
      this.#release(server);
    }
  }

  async #acquire(server: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const places = this.#servers.get(server) ?? { held: 0, waiting: [] };
    this.#servers.set(server, places);
    if (places.held < this.#limit) {
      places.held += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const give = () => {
      signal.removeEventListener("abort", leave);
      resolve();
    };
    const leave = () => {
      places.waiting.splice(places.waiting.indexOf(give), 1);
      reject(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    places.waiting.push(give);
    await promise;
  }

  /** A place is handed to the next in line rather than freed, so that nobody can overtake. */
  #release(server: string): void {
    const places = this.#servers.get(server);
    if (places === undefined) return;
    const next = places.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    places.held -= 1;
    if (places.held === 0) this.#servers.delete(server);
  }
}
