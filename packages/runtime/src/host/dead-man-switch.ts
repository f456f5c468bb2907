import { Worker } from "node:worker_threads";

/**
 * Runs in a dedicated thread, which only waits: the thread of the handlers may be busy, or blocked. It ends the whole
 * process group, since a handler may have started processes.
 */
const WATCH = `
const { workerData } = require("node:worker_threads");
const armed = new Int32Array(workerData, 0, 1);
const until = new BigInt64Array(workerData, 8, 1);
for (;;) {
  Atomics.wait(armed, 0, 0);
  const left = Number(Atomics.load(until, 0) - process.hrtime.bigint() / 1000000n);
  if (Atomics.load(armed, 0) === 0) continue;
  if (left > 0) Atomics.wait(armed, 0, 1, left);
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
  readonly #memory = new SharedArrayBuffer(16);
  readonly #armed = new Int32Array(this.#memory, 0, 1);
  readonly #until = new BigInt64Array(this.#memory, 8, 1);
  #watch: Worker | null = null;

  /** From now on, `milliseconds` may pass until the next call of this. */
  arm(milliseconds: number): void {
    Atomics.store(this.#until, 0, process.hrtime.bigint() / 1_000_000n + BigInt(milliseconds));
    this.#set(1);
    if (this.#watch) return;
    this.#watch = new Worker(WATCH, { eval: true, workerData: this.#memory, env: {}, execArgv: [] });
    this.#watch.unref();
    // Without it the platform's own deadlines remain.
    this.#watch.on("error", () => {});
  }

  /** No call runs that another worker could run. */
  disarm(): void {
    if (this.#watch) this.#set(0);
  }

  #set(armed: 0 | 1): void {
    if (Atomics.exchange(this.#armed, 0, armed) !== armed) Atomics.notify(this.#armed, 0);
  }
}
