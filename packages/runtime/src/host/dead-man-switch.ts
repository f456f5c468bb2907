import { Worker } from "node:worker_threads";

/** Time on the clock of all threads when that of this one was at 0. */
const ORIGIN_MS = Number(process.hrtime.bigint() / 1_000_000n) - performance.now();

/** A clock that never jumps and that all threads share. The platform is told it. */
export function clockMs(): number {
  return ORIGIN_MS + performance.now();
}

const DISARMED = 0n;

/**
 * Runs in a dedicated thread, which only waits: the thread of the handlers may be busy, or blocked. It ends the whole
 * process group, since a handler may have started processes.
 */
const WATCH = `
const { workerData } = require("node:worker_threads");
const changes = new Int32Array(workerData, 0, 1);
const until = new BigInt64Array(workerData, 8, 1);
const awaited = new BigInt64Array(workerData, 16, 1);
for (;;) {
  const seen = Atomics.load(changes, 0);
  const end = Atomics.load(until, 0);
  Atomics.store(awaited, 0, end);
  // Whoever set another one in between may have read what was awaited before.
  if (Atomics.load(until, 0) !== end) continue;
  if (end === ${DISARMED}n) {
    Atomics.wait(changes, 0, seen);
    continue;
  }
  const left = Number(end - process.hrtime.bigint() / 1000000n);
  if (left > 0) Atomics.wait(changes, 0, seen, left);
  else {
    try { process.kill(-process.pid, "SIGKILL"); } catch {}
    process.kill(process.pid, "SIGKILL");
  }
}`;

/**
 * Ends the process if the platform was silent for too long while calls ran: another worker may be about to run them,
 * and two handlers must never run for the same change at once.
 */
export class DeadManSwitch {
  readonly #memory = new SharedArrayBuffer(24);
  readonly #changes = new Int32Array(this.#memory, 0, 1);
  readonly #until = new BigInt64Array(this.#memory, 8, 1);
  /** The time at which the thread looks again by itself; `DISARMED` if it does not. */
  readonly #awaited = new BigInt64Array(this.#memory, 16, 1);
  #watch: Worker | null = null;

  /** Ends the process at a time of `clockMs`, unless this is called again before. */
  arm(time: number): void {
    const until = BigInt(Math.floor(time));
    Atomics.store(this.#until, 0, until);
    const awaited = Atomics.load(this.#awaited, 0);
    // To a later time it comes by itself, even where it was disarmed in between: waking it for each call costs more than the call.
    if (awaited === DISARMED || until < awaited) {
      Atomics.add(this.#changes, 0, 1);
      Atomics.notify(this.#changes, 0);
    }
    if (this.#watch) return;
    this.#watch = new Worker(WATCH, { eval: true, workerData: this.#memory, env: {}, execArgv: [] });
    this.#watch.unref();
    // Without it the platform's own deadlines remain.
    this.#watch.on("error", () => {});
  }

  /** No call runs that another worker could run. */
  disarm(): void {
    Atomics.store(this.#until, 0, DISARMED);
  }
}
