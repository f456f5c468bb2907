import { EventEmitter } from "node:events";
import { createPool, isOutage, releaseOnce } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import { type Job, parseCrontab, Logger as QueueLogger, run, type TaskList, type WorkerEvents } from "graphile-worker";

export interface RunnerOptions {
  databaseUrl: string;
  /** Rejects while that is not known to be the platform's database: nothing is done there before. None by default. */
  checkDatabase?: () => Promise<void>;
  taskList: TaskList;
  /** Scheduled jobs, in graphile-worker's crontab syntax. */
  crontab: string;
  /** Jobs at once. */
  concurrency: number;
}

/** One run of the queue's consumer, with its own connections. */
export interface QueueRunner {
  /** The id under which it locks jobs. */
  readonly lockId: string;
  /** Resolves when it gives up, whatever the reason. It never rejects. */
  readonly ended: Promise<void>;
  /** There are new jobs: poll now. */
  pulse(): void;
  /** Takes no more jobs, and resolves when the running ones have ended. */
  stop(): Promise<void>;
  /** Releases a runner that gave up. Its remaining calls fail, and are not logged. */
  abandon(): void;
}

/** For jobs fetched and reported done in batches, and for listening: far fewer than jobs at once. */
const CONNECTIONS = 8;
/** Taking jobs and reporting them done is quick, or the database hangs. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** How the library says, and in no other way, that it got no jobs. */
const NOT_FETCHED = "Error occurred fetching jobs";
/** The queue treats that as a mistake. */
const NO_MISTAKE = "having maxPoolSize";

/**
 * Starts a consumer of the queue. When Postgres goes away, graphile-worker 0.18 gives up at the first job that it
 * cannot report done, and often hangs on its way out; so the start of its shutdown counts as its end, and we close its
 * connections. So does a broken connection: the result of a fetch may be lost with it, and a crash of Postgres undoes
 * jobs already reported as done, since that does not wait for the disk. Either leaves jobs locked that the runner does
 * not know of. And so does a failed fetch: of the first one it keeps the failed lookup of its tasks, and fails with that for ever.
 */
export async function startQueueRunner(logger: Logger, options: RunnerOptions): Promise<QueueRunner> {
  const { databaseUrl, taskList, crontab, concurrency } = options;
  await options.checkDatabase?.();
  const log = new RunnerLog(logger);
  const givenUp = Promise.withResolvers<void>();
  const connectionBroke = (error: Error): void => {
    log.write("warning", error.message);
    givenUp.resolve();
  };
  const pool = createPool({
    url: databaseUrl,
    name: "pragma-queue",
    max: CONNECTIONS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    // Taking a job and reporting it done: a crash undoes either, and the job runs again.
    durable: false,
    onError: connectionBroke,
  });
  pool.on("connect", (client) => {
    client.on("error", connectionBroke);
  });
  // A connection abandoned without an answer does not break by itself.
  pool.on("release", (error: unknown) => {
    if (isOutage(error)) connectionBroke(error as Error);
  });
  const events = new EventEmitter() as EventEmitter & WorkerEvents;
  let lockId = "";
  let fetched: Job[] = [];
  let pulse = (): void => {};
  events.on("pool:create", ({ workerPool }) => {
    lockId = workerPool.id;
  });
  events.on("localQueue:init", ({ localQueue }) => {
    fetched = localQueue.jobQueue;
    pulse = () => localQueue.pulse(1);
  });
  events.on("pool:gracefulShutdown", () => {
    // With prefetched jobs it fails its own assertion, and then rejects while returning them, which would end the
    // process. Without, it stops cleanly; releasing its locks frees those jobs.
    fetched.length = 0;
    givenUp.resolve();
  });
  try {
    const runner = await run({
      taskList,
      pgPool: releaseOnce(pool),
      noHandleSignals: true,
      parsedCronItems: parseCrontab(crontab),
      events,
      logger: new QueueLogger(() => (level, message, meta) => {
        log.write(level === "error" && isOutage(meta?.["error"]) ? "warning" : level, message);
        if (message.startsWith(NOT_FETCHED)) givenUp.resolve();
      }),
      preset: {
        worker: {
          concurrentJobs: concurrency,
          pollInterval: 1000,
          // Prefetch no more than the concurrency: an idle worker cannot get jobs that another has prefetched.
          localQueue: { size: concurrency, ttl: 10_000 },
          completeJobBatchDelay: 5,
          failJobBatchDelay: 5,
        },
      },
    });
    let stopped: Promise<void> | undefined;
    const finished = runner.promise.catch(() => undefined);
    return {
      lockId,
      ended: Promise.race([finished, givenUp.promise]),
      pulse: () => pulse(),
      stop() {
        stopped ??= runner
          .stop()
          .catch(() => undefined)
          .then(() => finished)
          .then(() => pool.end());
        return stopped;
      },
      abandon() {
        log.silence();
        // A runner that gave up by itself is already stopping, and refuses to be stopped again.
        void runner.stop().catch(() => undefined);
        void pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Passes the queue's messages to the worker's log. */
class RunnerLog {
  readonly #logger: Logger;
  #isSilent = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  silence(): void {
    this.#isSilent = true;
  }

  write(level: string, message: string): void {
    if (this.#isSilent) return;
    if (level === "error") this.#logger.error({ queue: message }, "the queue reports an error");
    else if (level === "warning" && !message.includes(NO_MISTAKE))
      this.#logger.warn({ queue: message }, "the queue warns");
    else this.#logger.debug({ queue: message }, "queue");
  }
}
