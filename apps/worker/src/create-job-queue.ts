import { prune } from "@pragma/core/maintenance";
import { buildProviderJob, deployProviderJob, providerCallJob, pruneJob, QUEUES, type Queue } from "@pragma/jobs";
import type { TaskList } from "graphile-worker";
import { NoQueue } from "./no-queue.ts";
import type { OpenProviders } from "./open-providers.ts";
import type { OpenQuestions } from "./open-questions.ts";
import { answerCall } from "./provider-call.ts";
import { ProviderBuilder } from "./providers/build-provider.ts";
import { deployProvider } from "./providers/deploy-provider.ts";
import type { EventRunner } from "./run-event.ts";
import { SupervisedQueue } from "./supervised-queue.ts";
import { task } from "./task.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** Once an hour; a worker that starts within an hour of a missed run makes up for it, once for all workers. */
const CRONTAB = `17 * * * * ${pruneJob.name} ?jobKey=prune&fill=1h&max=3`;

/** Parts that the jobs of a worker use. */
export interface JobParts {
  worker: string;
  runner: EventRunner;
  providers: OpenProviders;
  questions: OpenQuestions;
  /** Aborts when what runs is to end. */
  goingDown: AbortSignal;
}

/** The queue of a worker's jobs, to be started: one that takes none if the worker only looks at resources. */
export function createJobQueue(options: WorkerOptions, parts: JobParts): NoQueue | SupervisedQueue {
  const { core, databaseUrl, directDatabaseUrl, checkDirectDatabase, concurrency, queues = QUEUES } = options;
  const tasks = tasksOf(options, parts);
  const taskList: TaskList = Object.assign({}, ...queues.map((name) => (name === "resources" ? {} : tasks[name])));
  if (Object.keys(taskList).length === 0) return new NoQueue(core, parts.worker);
  return new SupervisedQueue(core, {
    databaseUrl: directDatabaseUrl ?? databaseUrl,
    checkDatabase: checkDirectDatabase ?? (async () => {}),
    concurrency,
    crontab: queues.includes("upkeep") ? CRONTAB : "",
    taskList,
  });
}

function tasksOf(
  { core, registry, registryCertificates, buildConcurrency = 1, retention }: WorkerOptions,
  { runner, providers: { place, supervisor, catalog }, questions, goingDown }: JobParts,
): Record<Exclude<Queue, "resources">, TaskList> {
  const { logger } = core.services;
  const builder = new ProviderBuilder(core, {
    ...{ registry, registryCertificates, goingDown },
    maker: place.maker,
    driver: place.driver,
    concurrency: buildConcurrency,
  });
  return {
    questions: {
      [providerCallJob.name]: task(logger, providerCallJob, async (job) =>
        questions.take(job.callId, () =>
          answerCall(runner, job, (organizationId) => questions.admit(organizationId), goingDown),
        ),
      ),
    },
    builds: {
      [buildProviderJob.name]: task(logger, buildProviderJob, (job) => builder.build(job)),
      [deployProviderJob.name]: task(logger, deployProviderJob, (job) =>
        deployProvider(core, supervisor, catalog, job, goingDown),
      ),
    },
    upkeep: { [pruneJob.name]: task(logger, pruneJob, () => prune(core, retention, goingDown)) },
  };
}
