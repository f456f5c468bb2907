/** As long as data counts as fresh (query-client.ts): older data is refetched in any case. */
const KEPT_MS = 30_000;

/**
 * The last event of each thing of which there was one a short while ago. A page is rendered on the server, and listens once
 * it is shown: events between the two reached no listener.
 */
export class Recent<Event> {
  readonly #byId = new Map<string, { event: Event; at: number }>();
  readonly #idOf: (event: Event) => string;

  /** @param idOf the thing that an event is about */
  constructor(idOf: (event: Event) => string) {
    this.#idOf = idOf;
  }

  add(events: readonly Event[], now: number): void {
    for (const event of events) {
      // Put at the end, so that the oldest are first.
      this.#byId.delete(this.#idOf(event));
      this.#byId.set(this.#idOf(event), { event, at: now });
    }
    this.#forget(now);
  }

  /** Oldest first. */
  all(now: number): Event[] {
    this.#forget(now);
    return [...this.#byId.values()].map(({ event }) => event);
  }

  #forget(now: number): void {
    for (const [id, { at }] of this.#byId) {
      if (now - at <= KEPT_MS) return;
      this.#byId.delete(id);
    }
  }
}
