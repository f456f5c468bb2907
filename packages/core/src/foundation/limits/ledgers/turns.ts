import { setTimeout as sleep } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";

/** Concurrent statements. More would end a cascade sooner, but keep processors from requests for longer. */
const AT_ONCE = 2;
/** How long a place rests after a step while others wait, in durations of the step. */
const REST = 1;
/** A longer rest than the step itself ends after so many milliseconds: on a slow machine the steps would go at a crawl. */
const LONG_REST_MS = 40;

export interface TurnsOptions {
  /** How many steps of an organization run at once, two by default. */
  atOnce?: number;
  /** How long a place rests, in durations of the step: once by default. */
  restFor?: number;
  /** Waits for so many milliseconds; by the clock by default. */
  rest?: (milliseconds: number) => Promise<unknown>;
}

/**
 * Bounds how many small steps run at once for one organization, and for how much of the time. A cascade of deletions has
 * thousands, and nobody waits for a single one, but every request in between waits for a processor behind all those that run.
 */
export class Turns {
  readonly #limits = new Map<string, LimitFunction>();
  readonly #atOnce: number;
  readonly #restFor: number;
  readonly #rest: (milliseconds: number) => Promise<unknown>;

  constructor({ atOnce = AT_ONCE, restFor = REST, rest = (milliseconds) => sleep(milliseconds) }: TurnsOptions = {}) {
    this.#atOnce = atOnce;
    this.#restFor = restFor;
    this.#rest = rest;
  }

  /**
   * Runs a step in its turn: at most `atOnce` steps of an organization run at once, the others wait in order. While they
   * wait, a place rests after a step for as long as that took, or for so many times as long.
   */
  take<Result>(organizationId: string, step: () => Promise<Result>): Promise<Result> {
    const limit = this.#limits.get(organizationId) ?? pLimit(this.#atOnce);
    this.#limits.set(organizationId, limit);
    return new Promise((resolve, reject) => {
      const run = async (): Promise<void> => {
        const start = performance.now();
        await step().then(resolve, reject);
        const took = performance.now() - start;
        if (limit.pendingCount > 0) await this.#rest(Math.max(took, Math.min(this.#restFor * took, LONG_REST_MS)));
      };
      void limit(run).then(() => {
        if (limit.activeCount + limit.pendingCount === 0) this.#limits.delete(organizationId);
      });
    });
  }
}
