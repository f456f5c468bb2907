/** Jobs that may wait for a slot of one provider: half of those that a worker looks at at once. */
const MAX_WAITING = 32;
/**
 * How long one waits at most, which allows for the start of the process, and twice how long the first of a full queue may
 * have waited before others need not try.
 */
const PATIENCE_MS = 2000;
/** Jobs sent away come back after as long as no slot has come free, within these bounds. */
const MIN_ABSENCE_MS = 500;
const MAX_ABSENCE_MS = 10_000;
/** So many of them in that time, the last of them by the latest then: a provider that recovers has something to do soon. */
const RETURNS_PER_ABSENCE = 250;
const LAST_RETURN_MS = 30_000;

interface Waiter {
  readonly since: number;
  readonly resolve: (gotIn: boolean) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Bounds how many events one provider has in hand here. Others wait a moment; if none of the slots comes free in that
 * time, the job goes back to the queue for later. So a provider that hangs holds up its own resources, and no others.
 */
export class ProviderGate {
  readonly #slots: number;
  readonly #waiting = new Set<Waiter>();
  #taken = 0;
  #lastReturn = 0;
  #lastLeave = performance.now();
  #isClosed = false;

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** Nothing taken, nothing waiting. */
  get isIdle(): boolean {
    return this.#taken === 0 && this.#waiting.size === 0;
  }

  /** Takes a slot, which must be given back with `leave`. @returns false if none came free in time */
  async enter(): Promise<boolean> {
    if (this.#isClosed) return false;
    if (this.enterAtOnce()) return true;
    const since = performance.now();
    const [first] = this.#waiting;
    if (this.#waiting.size >= MAX_WAITING && first && since - first.since > PATIENCE_MS / 2) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => {
      this.#waiting.delete(waiter);
      resolve(false);
    }, PATIENCE_MS);
    const waiter: Waiter = { since, resolve, timer };
    this.#waiting.add(waiter);
    return promise;
  }

  /** Takes a slot if one is free now. */
  enterAtOnce(): boolean {
    if (this.#isClosed || this.#taken >= this.#slots) return false;
    this.#taken++;
    return true;
  }

  /** Gives a slot back; the one who waits longest gets it. */
  leave(): void {
    this.#lastLeave = performance.now();
    const [next] = this.#waiting;
    if (!next) {
      this.#taken--;
      return;
    }
    this.#waiting.delete(next);
    clearTimeout(next.timer);
    next.resolve(true);
  }

  /** Lets nobody in any more; those who wait are sent away. */
  close(): void {
    this.#isClosed = true;
    for (const { timer, resolve } of this.#waiting) {
      clearTimeout(timer);
      resolve(false);
    }
    this.#waiting.clear();
  }

  /** In how many seconds a job that did not get in should come back. */
  returnDelaySeconds(now: number = performance.now()): number {
    if (this.#isClosed) return 0;
    const absence = Math.min(Math.max(now - this.#lastLeave, MIN_ABSENCE_MS), MAX_ABSENCE_MS);
    const next = Math.max(this.#lastReturn + absence / RETURNS_PER_ABSENCE, now + absence);
    this.#lastReturn = Math.min(next, now + LAST_RETURN_MS);
    return (this.#lastReturn - now) / 1000;
  }
}

/** The gates of all providers, each of one organization. Those without use are forgotten. */
export class ProviderGates {
  readonly #slots: number;
  readonly #gates = new Map<string, ProviderGate>();
  #isClosed = false;

  constructor(slots: number) {
    this.#slots = slots;
  }

  of(organizationId: string, provider: string): ProviderGate {
    const name = `${organizationId} ${provider}`;
    let gate = this.#gates.get(name);
    if (!gate) {
      for (const [other, { isIdle }] of this.#gates) if (isIdle) this.#gates.delete(other);
      gate = new ProviderGate(this.#slots);
      if (this.#isClosed) gate.close();
      this.#gates.set(name, gate);
    }
    return gate;
  }

  /** Lets nobody in any more: the worker stops. */
  close(): void {
    this.#isClosed = true;
    for (const gate of this.#gates.values()) gate.close();
  }
}
