import type { Logger } from "@pragma/telemetry";

/** Open at once. Each holds the config and the outputs of its resource. */
const MOST = 128;
/** Of one organization: a provider answers fewer at once, the rest waits for those. */
const MOST_OF_ONE = 32;

/**
 * The questions to providers that are being answered. Their jobs end when they are taken: a provider that does not answer,
 * asked often enough, would otherwise have all places of the queue, and with them those of other organizations, of builds
 * and of deployments. A question that is lost with its worker times out, as it would have for the job.
 */
export class OpenQuestions {
  readonly #logger: Logger;
  readonly #open = new Set<Promise<void>>();
  readonly #admitted = new Map<string, number>();
  #count = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Has a question answered, and does not wait for that. */
  take(callId: string, answer: (callId: string) => Promise<void>): void {
    const open = answer(callId)
      .catch((error: unknown) => this.#logger.warn({ err: error, call: callId }, "a question could not be answered"))
      .finally(() => this.#open.delete(open));
    this.#open.add(open);
  }

  /**
   * Takes a place for the question of an organization.
   * @returns gives it back; undefined if there is none left
   */
  admit(organizationId: string): (() => void) | undefined {
    const own = this.#admitted.get(organizationId) ?? 0;
    if (this.#count >= MOST || own >= MOST_OF_ONE) return undefined;
    this.#add(organizationId, 1);
    return () => this.#add(organizationId, -1);
  }

  #add(organizationId: string, count: 1 | -1): void {
    this.#count += count;
    const own = (this.#admitted.get(organizationId) ?? 0) + count;
    if (own === 0) this.#admitted.delete(organizationId);
    else this.#admitted.set(organizationId, own);
  }

  /** Resolves once all are answered or given up. */
  async drained(): Promise<void> {
    await Promise.all(this.#open);
  }
}
