import type { Claim } from "@pragma/core/reconcile";
import type { HeldLease, RenewedLease } from "@pragma/db/queries";

/**
 * The part of a lease, at its end, in which nothing of its handler may run any more. On a busy machine it takes time until a
 * process that is killed has ended, and until one that is to end itself gets a processor.
 */
const RESERVE = 0.1;

interface Held extends HeldLease {
  readonly eventId: string;
  readonly controller: AbortController;
  /** The earliest end of its lease, by `performance.now()`. */
  leaseEnds: number;
}

/**
 * The events that this worker runs, so that each can be aborted: when it is canceled, when its lease is lost, or when
 * the worker stops. The code that aborts one discards or hands back its result.
 */
export class HeldClaims {
  readonly #held = new Set<Held>();
  readonly #leaseMs: number;
  #isAborted = false;
  #idle: (() => void)[] = [];

  constructor(leaseSeconds: number) {
    this.#leaseMs = leaseSeconds * 1000;
  }

  /**
   * Holds a claim while `work` runs.
   * @param claimedAt when the claim was requested, by `performance.now()`
   * @param work is told when to stop, and how many milliseconds its handler may run, by the lease as last renewed
   */
  async hold<Result>(
    claim: Claim,
    claimedAt: number,
    work: (signal: AbortSignal, leaseLeftMs: () => number) => Promise<Result>,
  ): Promise<Result> {
    const { leaseId, organizationId, key, eventId } = claim;
    const controller = new AbortController();
    const held: Held = { leaseId, organizationId, key, eventId, controller, leaseEnds: claimedAt + this.#leaseMs };
    this.#held.add(held);
    if (this.#isAborted) controller.abort();
    try {
      return await work(controller.signal, () => held.leaseEnds - RESERVE * this.#leaseMs - performance.now());
    } finally {
      this.#held.delete(held);
      if (this.#held.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  /** The claims held now. */
  list(): HeldLease[] {
    return [...this.#held];
  }

  /**
   * Records a renewal. Claims that were requested but not renewed are no longer ours: they were returned as lost, and nothing
   * of them may run. Settled ones are ours until their handler, which is aborted, has ended.
   * @param asked what `list` gave
   * @param askedAt when the renewal was asked for, of `performance.now()`
   */
  renewed(asked: readonly HeldLease[], renewed: readonly RenewedLease[], askedAt: number): void {
    const kept = new Map(renewed.map((lease) => [lease.leaseId, lease]));
    for (const held of asked as readonly Held[]) {
      const lease = kept.get(held.leaseId);
      held.leaseEnds = lease ? askedAt + this.#leaseMs : Number.NEGATIVE_INFINITY;
      if (!lease || lease.over) held.controller.abort();
    }
  }

  /**
   * Aborts claims that could not be renewed in time: once the lease expires another worker may run the event, and two
   * at once could create a thing twice. A handler that does not stop is killed before that.
   * @returns how many
   */
  abortExpired(now: number): number {
    let count = 0;
    for (const { controller, leaseEnds } of this.#held) {
      if (leaseEnds > now || controller.signal.aborted) continue;
      controller.abort();
      count++;
    }
    return count;
  }

  /** Aborts the handler of an event, if it runs here. */
  abort(eventId: string): void {
    for (const held of this.#held) if (held.eventId === eventId) held.controller.abort();
  }

  /** Aborts all, including future ones. */
  abortAll(): void {
    this.#isAborted = true;
    for (const { controller } of this.#held) controller.abort();
  }

  /** Resolves once nothing is held. */
  async drained(): Promise<void> {
    if (this.#held.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}
