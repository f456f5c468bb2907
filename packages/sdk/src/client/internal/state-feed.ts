import type { Events } from "../events.ts";

/** Called with the id of a resource that changed, or null if any may have. */
type Listener = (resourceId: string | null) => void;

/** One event stream for all waits of this client, since a token may have only 50. It is open while anybody listens. */
export class StateFeed {
  /** Whether changes are being reported. */
  connected = false;
  readonly #events: Events;
  readonly #listeners = new Set<Listener>();
  #running: AbortController | undefined;

  constructor(events: Events) {
    this.#events = events;
  }

  /** @returns ends it */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#running === undefined) void this.#run();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#running?.abort();
    };
  }

  async #run(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    running.signal.addEventListener("abort", () => this.#forget(running));
    const onOpen = () => {
      this.connected = this.#running === running;
      this.#tell(null);
    };
    try {
      for await (const event of this.#events.stream({ signal: running.signal, onOpen })) {
        this.#tell(event.type === "reset" ? null : event.change.resource_id);
      }
    } catch {
      // Every wait also polls, and gets the same error if there is one.
    }
    this.#forget(running);
  }

  #forget(running: AbortController): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    this.connected = false;
  }

  #tell(resourceId: string | null): void {
    for (const listener of this.#listeners) listener(resourceId);
  }
}
