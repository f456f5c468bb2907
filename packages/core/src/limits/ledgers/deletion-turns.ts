import pLimit, { type LimitFunction } from "p-limit";

/** Statements at once. More end a cascade sooner, and keep the processors from requests for longer at a time. */
const AT_ONCE = 4;

/**
 * Bounds how many steps of deletions are written at once for one organization. A cascade is thousands of them, which nobody
 * waits for one by one, while each request that comes in between waits for a processor behind all that are under way.
 */
export class DeletionTurns {
  readonly #limits = new Map<string, LimitFunction>();

  /** Carries out a step when it is its turn: at most four of an organization are under way, the others in their order. */
  async take<Result>(organizationId: string, step: () => Promise<Result>): Promise<Result> {
    const limit = this.#limits.get(organizationId) ?? pLimit(AT_ONCE);
    this.#limits.set(organizationId, limit);
    try {
      return await limit(step);
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) this.#limits.delete(organizationId);
    }
  }
}
