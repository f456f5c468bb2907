import { EventEmitter } from "node:events";
import type { Core } from "@pragma/core";
import { forgetRunners } from "@pragma/db/queries";
import { Logger, parseCrontab, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";

export interface RunnerOptions {
  databaseUrl: string;
  taskList: TaskList;
  /** Jobs by the clock, in graphile-worker's crontab syntax. */
  crontab: string;
  concurrency: number;
}

const RESTART_DELAY_MS = 500;

/**
 * Keeps a queue runner going. The runner ends, even without an error, when Postgres restarts under it; a new one is
 * started then, and the jobs that the old one had locked are freed.
 */
export class SupervisedRunner {
  readonly #core: Core;
  readonly #options: RunnerOptions;
  readonly #lockIds = new Set<string>();
  #runner: Runner | undefined;
  #stopping = false;
  #loop: Promise<void> | undefined;

  constructor(core: Core, options: RunnerOptions) {
    this.#core = core;
    this.#options = options;
  }

  /** The ids under which jobs are locked. */
  get lockIds(): readonly string[] {
    return [...this.#lockIds];
  }

  /** Resolves once the first runner takes jobs. */
  async start(): Promise<void> {
    this.#runner = await this.#run();
    this.#loop = this.#supervise();
  }

  /** Takes no more jobs, resolves when the running ones have ended, and leaves none locked. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#runner?.stop().catch(() => undefined);
    await this.#loop;
    await this.#forget().catch((error: unknown) => {
      this.#core.logger.warn({ err: error }, "jobs of the ended queue runner may stay locked for a moment");
    });
  }

  async #supervise(): Promise<void> {
    while (!this.#stopping) {
      const error = await this.#runner?.promise.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (this.#stopping) return;
      this.#core.logger.warn({ err: error }, "the queue runner ended; starting another");
      await this.#restart();
    }
    // It may have been started while the order to stop came.
    await this.#runner?.stop().catch(() => undefined);
  }

  async #restart(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#forget();
        this.#runner = await this.#run();
        return;
      } catch (error) {
        this.#core.logger.warn({ err: error }, "the queue runner cannot start yet");
        await new Promise((resolve) => setTimeout(resolve, RESTART_DELAY_MS));
      }
    }
  }

  async #forget(): Promise<void> {
    const ids = this.lockIds;
    if (ids.length === 0) return;
    await forgetRunners(this.#core.db, ids);
    for (const id of ids) this.#lockIds.delete(id);
  }

  async #run(): Promise<Runner> {
    const { databaseUrl, taskList, crontab, concurrency } = this.#options;
    const events = new EventEmitter() as EventEmitter & WorkerEvents;
    events.on("pool:create", ({ workerPool }) => {
      this.#lockIds.add(workerPool.id);
    });
    return run({
      taskList,
      noHandleSignals: true,
      parsedCronItems: parseCrontab(crontab),
      events,
      logger: this.#queueLogger(),
      preset: {
        worker: {
          connectionString: databaseUrl,
          maxPoolSize: 10,
          concurrentJobs: concurrency,
          pollInterval: 1000,
          localQueue: { size: Math.max(500, concurrency + 1), ttl: 10_000 },
          completeJobBatchDelay: 5,
          failJobBatchDelay: 5,
        },
      },
    });
  }

  #queueLogger(): Logger {
    const { logger } = this.#core;
    return new Logger(() => (level, message) => {
      if (level === "error") logger.error({ queue: message }, "the queue reports an error");
      else if (level === "warning") logger.warn({ queue: message }, "the queue warns");
      else logger.debug({ queue: message }, "queue");
    });
  }
}
