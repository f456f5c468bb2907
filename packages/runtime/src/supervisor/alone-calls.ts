import type { ActiveCall } from "./active-call.ts";

/** A lane created for one call. */
export interface CallLane {
  enqueue(call: ActiveCall): void;
  cancel(call: ActiveCall): void;
  /** Ends its process, and resolves when it is gone. */
  close(): Promise<void>;
}

/** Processes at once, of one version in one organization. */
const AT_ONCE = 8;

/**
 * The calls of a version that each get their own process, because a shared one has ended: everything that such a
 * process does and says belongs to that call. They run concurrently, so that one that does not end blocks nobody. Time
 * that a call waits here counts against its budget.
 */
export class AloneCalls {
  readonly #makeLane: () => CallLane;
  readonly #queue = new Map<ActiveCall, number>();
  readonly #running = new Map<ActiveCall, CallLane>();
  readonly #closing = new Set<Promise<void>>();
  readonly #ended: (() => void)[] = [];
  #isClosed = false;

  constructor(makeLane: () => CallLane) {
    this.#makeLane = makeLane;
  }

  get isIdle(): boolean {
    return this.#queue.size === 0 && this.#running.size === 0;
  }

  /** Including those that are shutting down. */
  get processCount(): number {
    return this.#running.size + this.#closing.size;
  }

  enqueue(call: ActiveCall): void {
    this.#queue.set(call, performance.now());
    if (this.#isClosed) this.cancel(call);
    else this.#pump();
  }

  cancel(call: ActiveCall): void {
    if (this.#queue.delete(call)) {
      call.cancel();
      this.#tellEnd();
    } else this.#running.get(call)?.cancel(call);
  }

  /** A call has its outcome. */
  settled(call: ActiveCall): void {
    const lane = this.#running.get(call);
    if (!lane) return;
    this.#running.delete(call);
    const closing = lane.close().finally(() => {
      this.#closing.delete(closing);
      this.#pump();
      this.#tellEnd();
    });
    this.#closing.add(closing);
  }

  /** Cancels what waits or runs, and resolves when the last process is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const call of [...this.#queue.keys(), ...this.#running.keys()]) this.cancel(call);
    await this.drained();
  }

  /** Resolves once no call is left, and no process. */
  async drained(): Promise<void> {
    if (!this.isIdle || this.processCount > 0) await new Promise<void>((resolve) => this.#ended.push(resolve));
  }

  #pump(): void {
    for (const [call, since] of this.#queue) {
      if (this.processCount >= AT_ONCE) return;
      this.#queue.delete(call);
      call.waited(performance.now() - since);
      const lane = this.#makeLane();
      this.#running.set(call, lane);
      lane.enqueue(call);
    }
  }

  #tellEnd(): void {
    if (this.isIdle && this.processCount === 0) for (const resolve of this.#ended.splice(0)) resolve();
  }
}
