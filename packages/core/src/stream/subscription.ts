import { Signal } from "../common/signal.ts";
import type { StateEvents } from "./state-event.ts";

/** How many events may wait for one subscriber. */
const MAX_WAITING_EVENTS = 10_000;
/** A push or the end finishes the wait; this only bounds its timer. */
const LONG_MS = 2 ** 30;

/**
 * The events that one subscriber has not taken yet. A reader that falls too far behind is cut off: it has the id of the
 * last event it took, and can resume from there.
 */
export class Subscription implements AsyncIterable<StateEvents> {
  /** The client's id was unknown or has expired: it must reload the state before it trusts what follows. */
  readonly reset: boolean;
  readonly #position: () => string;
  readonly #onEnd: (subscription: Subscription) => void;
  readonly #news = new Signal();
  #waiting: StateEvents[] = [];
  #count = 0;
  #ended = false;
  #cut = false;
  #held: StateEvents[] | undefined;

  constructor(options: { reset: boolean; position: () => string; onEnd: (subscription: Subscription) => void }) {
    this.reset = options.reset;
    this.#position = options.position;
    this.#onEnd = options.onEnd;
  }

  /** Whether it was ended for being too slow. */
  get cut(): boolean {
    return this.#cut;
  }

  /**
   * The id to resume from once everything pushed so far is taken; undefined while events wait, and after a cut, since
   * the reader has missed some. Sent at the beginning and with heartbeats, it keeps the place of clients that receive
   * no events.
   */
  position(): string | undefined {
    return this.#count === 0 && this.#held === undefined && !this.#cut ? this.#position() : undefined;
  }

  /** Holds back pushed events until `release`. */
  hold(): void {
    this.#held = [];
  }

  /** Delivers `events` first, then everything held back. */
  release(events: readonly StateEvents[]): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#count = 0;
    for (const batch of [...events, ...held]) this.push(batch);
  }

  push(events: StateEvents): void {
    if (this.#ended || events.length === 0) return;
    this.#count += events.length;
    if (this.#count > MAX_WAITING_EVENTS) {
      this.cutOff();
      return;
    }
    (this.#held ?? this.#waiting).push(events);
    this.#news.raise();
  }

  /** Ends it and drops waiting events. */
  cutOff(): void {
    this.#cut = true;
    this.#waiting = [];
    this.#count = 0;
    this.end();
  }

  /** Ends it once waiting events are taken. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
    this.#news.raise();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StateEvents> {
    try {
      for (;;) {
        const events = this.#waiting.shift();
        if (events) {
          this.#count -= events.length;
          yield events;
        } else if (this.#ended) return;
        else await this.#news.wait(LONG_MS);
      }
    } finally {
      this.end();
    }
  }
}
