import { Recent } from "./recent.ts";

export type Listener<Event> = (events: readonly Event[]) => void;
/** @returns ends it */
export type Listen<Event> = (listener: Listener<Event>) => () => void;

/** Passes events of one kind to all who listen. */
export class Channel<Event> {
  readonly #listeners = new Set<Listener<Event>>();
  readonly #recent: Recent<Event>;

  constructor(idOf: (event: Event) => string) {
    this.#recent = new Recent(idOf);
  }

  readonly tell: Listener<Event> = (events) => {
    this.#recent.add(events, performance.now());
    for (const listener of this.#listeners) listener(events);
  };

  /** Begins with what was told shortly before. */
  readonly listen: Listen<Event> = (listener) => {
    this.#listeners.add(listener);
    const missed = this.#recent.all(performance.now());
    if (missed.length > 0) listener(missed);
    return () => void this.#listeners.delete(listener);
  };
}
