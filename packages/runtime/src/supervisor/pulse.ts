import type { PlatformMessage } from "@pragma/contract/provider-protocol";
import { ProcessClock } from "./process-clock.ts";

/** Beats in the time after which a process without a sign of life counts as blocked. */
const BEATS = 10;
/** A process is told again when leases end if what it was told is too early by more than this. */
const WORTH_SAYING_MS = 100;
const NEVER = Number.POSITIVE_INFINITY;

/** Options of a pulse, from its session. */
export interface PulseOptions {
  /** How long the process may be silent. */
  blockedMs: number;
  send(ping: PlatformMessage): void;
  /** How long the calls of the process may go on without the platform. */
  leaseLeftMs(): number;
  /** The process is blocked. */
  onSilence(): void;
}

/**
 * Monitors a process while calls run in it: pings it repeatedly, with the time that its calls may take without another
 * ping, and reports if no answer comes.
 *
 * It counts its own pings instead of time: if the platform itself froze, a single ping is late, and the process is not
 * blamed.
 */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #clock = new ProcessClock();
  #isAnswered = false;
  /** By its clock. */
  #hasAnswered = false;
  #timer: NodeJS.Timeout | null = null;
  #silent = 0;
  /** It has not told its clock since it began. It is told again once: it could go on for ever. */
  #isFirst = false;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  /**
   * The process has said hello.
   * @param isAnswered whether it answers pings; it is sent none if not
   * @param clockMs what its clock showed, if it tells. That may have waited to be read for long: a pong is sooner.
   */
  greeted(isAnswered: boolean, clockMs?: number): void {
    this.#isAnswered = isAnswered;
    if (clockMs !== undefined) this.#clock.told(clockMs, performance.now());
  }

  start(): void {
    if (this.#timer || !this.#isAnswered) return;
    this.#silent = 0;
    this.#isFirst = true;
    // Its first call says by itself when it must have ended, by a clock that is known.
    const isKnown = this.#hasAnswered && this.#clock.isKnown(WORTH_SAYING_MS, performance.now());
    if (!isKnown) this.#ping();
    this.#timer = setInterval(() => this.#beat(), Math.max(1, Math.floor(this.#options.blockedMs / BEATS)));
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

  /** The process has answered a ping, and told what its clock shows. */
  answered(clockMs: number | undefined): void {
    if (clockMs === undefined) return;
    const gained = this.#clock.told(clockMs, performance.now());
    this.#hasAnswered = true;
    if (this.#timer && this.#isFirst && gained > WORTH_SAYING_MS) this.#ping();
    this.#isFirst = false;
  }

  /** The end of a lease by the clock of the process; undefined if there is none, or the clock is unknown. */
  until(leaseLeftMs: number, now: number): number | undefined {
    return leaseLeftMs === NEVER ? undefined : this.#clock.in(Math.max(0, leaseLeftMs), now);
  }

  #beat(): void {
    this.#silent += 1;
    if (this.#silent < BEATS) this.#ping();
    else this.#options.onSilence();
  }

  #ping(): void {
    const left = this.#options.leaseLeftMs();
    const silence = left === NEVER ? null : Math.max(1, Math.floor(left));
    this.#options.send({ type: "ping", silence_ms: silence, until_ms: this.until(left, performance.now()) });
  }
}
