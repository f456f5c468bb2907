import type { Logger } from "@pragma/telemetry";

/**
 * The questions to providers that are being answered. Their jobs end when they are taken: a provider that does not answer,
 * asked often enough, would otherwise have all places of the queue, and with them those of other organizations, of builds
 * and of deployments. A question that is lost with its worker times out, as it would have for the job.
 */
export class OpenQuestions {
  readonly #logger: Logger;
  readonly #open = new Set<Promise<void>>();

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

  /** Resolves once all are answered or given up. */
  async drained(): Promise<void> {
    await Promise.all(this.#open);
  }
}
