import { setImmediate as nextTurn } from "node:timers/promises";
import type { CalledMethod } from "./answers.ts";
import type { LongLineReader } from "./long-line-reader.ts";
import { portionsOf } from "./portions.ts";
import { type ReadMessage, readMessage } from "./read-message.ts";

/** Callbacks of a LineQueue. */
export interface LineQueueEvents {
  /** Stops what the lines come from, or lets it go on. */
  onPause(isPaused: boolean): void;
  /** @param size of the line */
  onRead(read: ReadMessage, size: number): void;
}

/**
 * The lines of a process, read in the order in which they come: short ones at once, long ones by another thread. What is
 * expensive to take is handed over in portions, each in a turn of its own. The process is not listened to meanwhile, so what waits here is no more than a pipe holds.
 */
export class LineQueue {
  readonly #reader: LongLineReader;
  readonly #calls: ReadonlyMap<number, { method: CalledMethod }>;
  readonly #events: LineQueueEvents;
  readonly #methodOf = (id: number): CalledMethod | undefined => this.#calls.get(id)?.method;
  #waiting: (string | Buffer)[] = [];
  #isReading = false;
  #isDropped = false;
  #onEnd: (() => void) | null = null;

  /** @param calls that run, by their numbers: what they run says what their answers may be */
  constructor(reader: LongLineReader, calls: ReadonlyMap<number, { method: CalledMethod }>, events: LineQueueEvents) {
    this.#reader = reader;
    this.#calls = calls;
    this.#events = events;
  }

  /** Whether a long line is being read. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** @param line as bytes if it is long; their memory is handed over */
  add(line: string | Buffer): void {
    if (this.#isDropped) return;
    if (!this.#isReading && typeof line === "string") {
      this.#events.onRead(readMessage(line, this.#methodOf), line.length);
      return;
    }
    this.#waiting.push(line);
    if (!this.#isReading) void this.#readWaiting();
  }

  /** No line follows: calls back once all are read. */
  end(onEnd: () => void): void {
    if (this.#isReading && !this.#isDropped) this.#onEnd = onEnd;
    else onEnd();
  }

  /** Nothing is read any more, not even what waits. */
  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.#waiting = [];
    if (this.#isReading) this.#events.onPause(false);
    this.#tellEnd();
  }

  #tellEnd(): void {
    const onEnd = this.#onEnd;
    this.#onEnd = null;
    onEnd?.();
  }

  #readLong(bytes: Buffer): Promise<ReadMessage> {
    const methods = new Map([...this.#calls].map(([id, { method }]) => [id, method]));
    return this.#reader.read({ bytes, methods });
  }

  async #readWaiting(): Promise<void> {
    this.#isReading = true;
    this.#events.onPause(true);
    for (let at = 0; at < this.#waiting.length; at++) {
      const line = this.#waiting[at] as string | Buffer;
      const size = line.length;
      const read = typeof line === "string" ? readMessage(line, this.#methodOf) : await this.#readLong(line);
      // Lines after the last portion are read in their turn: a call that its answer frees must not get in between.
      let portions = 0;
      for (const portion of portionsOf(read, size)) {
        if (portions > 0) await nextTurn();
        portions += 1;
        if (this.#isDropped) return;
        this.#events.onRead(portion.read, portion.size);
      }
    }
    if (this.#isDropped) return;
    this.#waiting = [];
    this.#isReading = false;
    this.#events.onPause(false);
    this.#tellEnd();
  }
}
