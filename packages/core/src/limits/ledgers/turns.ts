import { setTimeout as sleep } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";

/** Concurrent statements. More would end a cascade sooner, but keep processors from requests for longer. */
const AT_ONCE = 2;
/** How long a place rests after a step while others wait, in durations of the step. */
const REST = 1;

/**
 * Bounds how many small steps run at once for one organization, and for how much of the time. A cascade of deletions has
 * thousands, and nobody waits for a single one, but every request in between waits for a processor behind all those that run.
 */
export class Turns {
  readonly #limits = new Map<string, LimitFunction>();
  readonly #atOnce: number;
  readonly #rest: (milliseconds: number) => Promise<unknown>;

  /** @param options.rest waits for so many milliseconds; by the clock by default */
  constructor({ atOnce = AT_ONCE, rest = sleep as (milliseconds: number) => Promise<unknown> } = {}) {
    this.#atOnce = atOnce;
    this.#rest = rest;
  }

  /**
   * Runs a step in its turn: at most `atOnce` steps of an organization run at once, two by default, the others wait in
   * order. While they wait, a place rests after a step for as long as that took.
   */
  take<Result>(organizationId: string, step: () => Promise<Result>): Promise<Result> {
    const limit = this.#limits.get(organizationId) ?? pLimit(this.#atOnce);
    this.#limits.set(organizationId, limit);
    return new Promise((resolve, reject) => {
      const run = async (): Promise<void> => {
        const start = performance.now();
        await step().then(resolve, reject);
        if (limit.pendingCount > 0) await this.#rest(REST * (performance.now() - start));
      };
      void limit(run).then(() => {
        if (limit.activeCount + limit.pendingCount === 0) this.#limits.delete(organizationId);
      });
    });
  }
}
