import pLimit, { type LimitFunction } from "p-limit";

/** Concurrent statements. More would end a cascade sooner, but keep processors from requests for longer. */
const AT_ONCE = 4;

/**
 * Bounds how many deletion steps run at once for one organization. A cascade has thousands, and nobody waits for a
 * single one, but every request in between waits for a processor behind all those that are running.
 */
export class DeletionTurns {
  readonly #limits = new Map<string, LimitFunction>();

  /** Runs a step in its turn: at most four steps of an organization run at once, the others wait in order. */
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
