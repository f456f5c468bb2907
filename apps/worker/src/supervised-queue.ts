import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "@pragma/core";
import { isOutage } from "@pragma/db";
import { forgetRunners } from "@pragma/db/queries";
import { type QueueRunner, type RunnerOptions, startQueueRunner } from "./queue-runner.ts";

/** Before a runner is started again. It doubles each time until one has lasted for the longest of them. */
const FIRST_PAUSE_MS = 250;
const LAST_PAUSE_MS = 5000;
/** How long a stop waits for a runner that is being started. */
const STOP_PATIENCE_MS = 1000;

/**
 * Keeps a consumer of the queue running: when one ends, as it does when Postgres restarts, its locked jobs are freed
 * and another is started. One that cannot start is tried again, whatever the reason: once the worker runs, an operator may
 * put it right. Only the log tells an outage from an error.
 */
export class SupervisedQueue {
  readonly #core: Core;
  readonly #options: RunnerOptions;
  /** Ids under which jobs may be locked: of the runner, and of earlier ones until their locks are released. */
  readonly #lockIds = new Set<string>();
  readonly #stopping = new AbortController();
  #runner: QueueRunner | undefined;
  /** The latest start of a runner, whatever comes of it. */
  #starting: Promise<unknown> = Promise.resolve();

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
   * Resolves once jobs are taken, or the database did not answer: then they are taken later.
   * @throws what else keeps the first runner from starting
   */
  async start(): Promise<void> {
    try {
      await this.#startRunner();
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.#startsLater(error);
    }
    void this.#supervise();
  }

  /**
   * Takes no more jobs, resolves when the running ones have ended, and leaves none locked. It does not wait for a database that
   * does not answer: a runner that starts after all stops at once.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#starting, sleep(STOP_PATIENCE_MS, undefined, { ref: false })]);
    await this.#runner?.stop();
    await this.#forget().catch((error: unknown) => {
      this.#core.services.logger.warn({ err: error }, "jobs of the ended queue runner may stay locked for a moment");
    });
  }

  async #supervise(): Promise<void> {
    const { signal } = this.#stopping;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LAST_PAUSE_MS)) {
      if ((await this.#runnerEnded()) > LAST_PAUSE_MS) pause = FIRST_PAUSE_MS;
      await sleep(pause, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await this.#restart();
    }
  }

  /** Resolves when the runner has ended, or if there is none. @returns for how many milliseconds it ran */
  async #runnerEnded(): Promise<number> {
    if (!this.#runner) return 0;
    const since = performance.now();
    await this.#runner.ended;
    if (!this.#stopping.signal.aborted) {
      this.#core.services.logger.warn("the queue runner ended; starting another");
      this.#runner.abandon();
      this.#runner = undefined;
    }
    return performance.now() - since;
  }

  async #restart(): Promise<void> {
    try {
      await this.#forget();
      await this.#startRunner();
    } catch (error) {
      this.#startsLater(error);
    }
  }

  #startsLater(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    const level = isOutage(error) ? "warn" : "error";
    this.#core.services.logger[level]({ err: error }, "the queue runner cannot start yet");
  }

  async #startRunner(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const starting = startQueueRunner(this.#core.services.logger, this.#options).then((runner) => this.#use(runner));
    this.#starting = starting.catch(() => {});
    await starting;
  }

  async #use(runner: QueueRunner): Promise<void> {
    this.#runner = runner;
    this.#lockIds.add(runner.lockId);
    if (!this.#stopping.signal.aborted) return;
    await runner.stop();
    await this.#forget();
  }

  async #forget(): Promise<void> {
    const ids = this.lockIds;
    if (ids.length === 0) return;
    await forgetRunners(this.#core.db, ids);
    for (const id of ids) this.#lockIds.delete(id);
  }
}
