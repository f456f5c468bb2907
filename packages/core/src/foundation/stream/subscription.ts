import { Signal } from "../common/signal.ts";
import type { StateEvents } from "./state-event.ts";

/** How many events may wait for one subscriber. */
const MAX_WAITING_EVENTS = 10_000;
/** Characters of their data: errors of providers may be long. */
const MAX_WAITING_LENGTH = 16 * 1024 * 1024;
/** A push or the end finishes the wait; this only bounds its timer. */
const LONG_MS = 2 ** 30;

/**
 * The events that one subscriber has not taken yet. A reader that falls too far behind is cut off: it has the id of the
 * last event it took, and can resume from there.
 */
export class Subscription implements AsyncIterable<StateEvents> {
  #place: string;
  readonly #position: () => string | undefined;
  readonly #onEnd: (subscription: Subscription) => void;
  /** Whether it ends once the database cannot be read, so that its reader learns of it. */
  readonly endsInOutage: boolean;
  readonly #news = new Signal();
  #reset: boolean;
  /** Events that the client missed before it came, read as it takes them. */
  #missed: AsyncIterable<StateEvents> | undefined;
  #isUntouched = true;
  #waiting: StateEvents[] = [];
  #count = 0;
  #length = 0;
  #ended = false;
  #cut = false;

  /**
   * @param options.start the id to resume from as long as nothing was pushed
   * @param options.position the same for who has everything that was pushed; undefined if there is none at the moment
   * @param options.endsInOutage whether it is cut off once the database cannot be read
   */
  constructor(options: {
    reset: boolean;
    start: string;
    position: () => string | undefined;
    onEnd: (subscription: Subscription) => void;
    endsInOutage: boolean;
  }) {
    this.#reset = options.reset;
    this.#place = options.start;
    this.#position = options.position;
    this.#onEnd = options.onEnd;
    this.endsInOutage = options.endsInOutage;
  }

  /**
   * The client's id was unknown or has expired, or it missed too much: it must reload the state before it trusts what
   * follows.
   */
  get reset(): boolean {
    return this.#reset;
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
    if (this.#count > 0 || this.#missed !== undefined || this.#cut) return undefined;
    const now = this.#position();
    if (now === undefined) return this.#isUntouched ? this.#place : undefined;
    this.#place = now;
    return now;
  }

  /** Delivers `events` before all that is pushed. Call it before the first are taken. */
  replay(events: AsyncIterable<StateEvents>): void {
    this.#missed = events;
  }

  /** Drops what waits: its reader is told to reload the state first. Call it before the first are taken. */
  startOver(): void {
    this.#reset = true;
    this.#drop();
  }

  push(events: StateEvents): void {
    if (this.#ended || events.length === 0) return;
    this.#isUntouched = false;
    this.#count += events.length;
    this.#length += lengthOf(events);
    if (this.#count > MAX_WAITING_EVENTS || this.#length > MAX_WAITING_LENGTH) {
      this.cutOff();
      return;
    }
    this.#waiting.push(events);
    this.#news.raise();
  }

  /** Ends it and drops waiting events. */
  cutOff(): void {
    this.#cut = true;
    this.#drop();
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
      for await (const events of this.#missed ?? []) {
        // Waiting events would leave a gap: the reader resumes by the last id it has.
        if (this.#ended) return;
        yield events;
      }
      this.#missed = undefined;
      for (;;) {
        const events = this.#waiting.shift();
        if (events) {
          this.#count -= events.length;
          this.#length -= lengthOf(events);
          yield events;
        } else if (this.#ended) return;
        else await this.#news.wait(LONG_MS);
      }
    } finally {
      this.end();
    }
  }

  #drop(): void {
    this.#waiting = [];
    this.#count = 0;
    this.#length = 0;
  }
}

function lengthOf(events: StateEvents): number {
  return events.reduce((sum, { data }) => sum + data.length, 0);
}
