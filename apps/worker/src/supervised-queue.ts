import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "@pragma/core";
import { isOutage } from "@pragma/db";
import { forgetRunners } from "@pragma/db/queries";
import { type QueueRunner, type RunnerOptions, startQueueRunner } from "./queue-runner.ts";

const RESTART_DELAY_MS = 250;

/**
 * Keeps a consumer of the queue running: when one ends, as it does when Postgres restarts, its locked jobs are freed
 * and another is started. One that cannot start because Postgres does not answer is tried again.
 */
export class SupervisedQueue {
  readonly #core: Core;
  readonly #options: RunnerOptions;
  /** Ids under which jobs may be locked: of the runner, and of earlier ones until their locks are released. */
  readonly #lockIds = new Set<string>();
  #runner: QueueRunner | undefined;
  #isStopping = false;
  #supervision: Promise<void> | undefined;

  constructor(core: Core, options: RunnerOptions) {
    this.#core = core;
    this.#options = options;
  }

  get lockIds(): readonly string[] {
    return [...this.#lockIds];
  }

  /** There are new jobs: poll now. */
  pulse(): void {
    this.#runner?.pulse();
  }

  /**
   * Resolves once jobs are taken, or are to be taken as soon as the database answers.
   * @throws whatever else keeps a consumer from starting
   */
  async start(): Promise<void> {
    try {
      await this.#startRunner();
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.#startsLater(error);
    }
    this.#supervision = this.#supervise();
  }

  /** Takes no more jobs, resolves when the running ones have ended, and leaves none locked. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#stopRunner();
    await this.#supervision;
    await this.#forget().catch((error: unknown) => {
      this.#core.services.logger.warn({ err: error }, "jobs of the ended queue runner may stay locked for a moment");
    });
  }

  async #supervise(): Promise<void> {
    for (;;) {
      if (this.#runner) {
        await this.#runner.ended;
        if (this.#isStopping) return;
        this.#core.services.logger.warn("the queue runner ended; starting another");
        this.#runner.abandon();
        this.#runner = undefined;
      }
      while (!(await this.#restart())) {
        if (this.#isStopping) return;
        await sleep(RESTART_DELAY_MS);
      }
      if (this.#isStopping) return this.#stopRunner();
    }
  }

  /** @returns whether there is a runner again */
  async #restart(): Promise<boolean> {
    try {
      await this.#forget();
      await this.#startRunner();
      return true;
    } catch (error) {
      this.#startsLater(error);
      return false;
    }
  }

  #startsLater(error: unknown): void {
    this.#core.services.logger.warn({ err: error }, "the queue runner cannot start yet");
  }

  async #stopRunner(): Promise<void> {
    await this.#runner?.stop();
  }

  async #startRunner(): Promise<void> {
    this.#runner = await startQueueRunner(this.#core.services.logger, this.#options);
    this.#lockIds.add(this.#runner.lockId);
  }

  async #forget(): Promise<void> {
    const ids = this.lockIds;
    if (ids.length === 0) return;
    await forgetRunners(this.#core.db, ids);
    for (const id of ids) this.#lockIds.delete(id);
  }
}
