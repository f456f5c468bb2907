import type { Logger } from "@pragma/telemetry";

/** Maximum open questions. Each holds the config and the outputs of its resource. */
const MOST = 128;
/** Maximum per organization: a provider answers fewer at once, the rest wait. */
const MOST_OF_ONE = 32;

/**
 * The open questions (health, logs) to providers. Their jobs end when they are taken: otherwise a provider that does
 * not answer could occupy all slots of the queue, including those for other organizations, builds and deployments. A
 * question that is lost with its worker times out, as it would have with the job.
 */
export class OpenQuestions {
  readonly #logger: Logger;
  readonly #open = new Set<Promise<void>>();
  readonly #admitted = new Map<string, number>();
  #count = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Starts answering a question, without waiting for it. */
  take(callId: string, answer: (callId: string) => Promise<void>): void {
    const open = answer(callId)
      .catch((error: unknown) => this.#logger.warn({ err: error, call: callId }, "a question could not be answered"))
      .finally(() => this.#open.delete(open));
    this.#open.add(open);
  }

  /**
   * Takes a slot for the question of an organization.
   * @returns a function that gives it back; undefined if there is none left
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

  /** Resolves once all are answered or abandoned. */
  async drained(): Promise<void> {
    await Promise.all(this.#open);
  }
}
