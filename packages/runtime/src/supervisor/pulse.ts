/** Beats in the time after which a process without a sign of life counts as blocked. */
const BEATS = 10;

/**
 * Monitors a process while calls run in it: pings it repeatedly, and reports if no answer comes.
 *
 * It counts its own pings instead of time: if the platform itself froze, a single ping is late, and the process is not
 * blamed.
 */
export class Pulse {
  readonly #intervalMs: number;
  readonly #onBeat: () => void;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | null = null;
  #silent = 0;

  /** @param blockedMs how long it may be silent @param onBeat sends a ping */
  constructor(blockedMs: number, onBeat: () => void, onSilence: () => void) {
    this.#intervalMs = Math.max(1, Math.floor(blockedMs / BEATS));
    this.#onBeat = onBeat;
    this.#onSilence = onSilence;
  }

  start(): void {
    if (this.#timer) return;
    this.#silent = 0;
    this.#onBeat();
    this.#timer = setInterval(() => this.#beat(), this.#intervalMs);
    // The process that it watches keeps the platform going by itself.
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Something came from the process. */
  felt(): void {
    this.#silent = 0;
  }

  #beat(): void {
    this.#silent += 1;
    if (this.#silent < BEATS) this.#onBeat();
    else this.#onSilence();
  }
}
