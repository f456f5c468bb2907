import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CANCEL_CHANNEL, PASSED_ON_CHANNEL, REQUESTS_CHANNEL } from "@pragma/core/wake-up";
import { LEFT_TO_OTHERS_MS } from "@pragma/db/queries";
import { QUEUES } from "@pragma/jobs";
import { Registry } from "@pragma/telemetry/metrics";
import { CheckLane } from "./checks/check-lane.ts";
import { createJobQueue } from "./create-job-queue.ts";
import { LogBudget } from "./event-log.ts";
import { openHeartbeat } from "./heartbeat.ts";
import { HeldClaims } from "./held-claims.ts";
import { openProviders } from "./open-providers.ts";
import { OpenQuestions } from "./open-questions.ts";
import { openReconcileQueue } from "./open-reconcile-queue.ts";
import { ProviderSlots } from "./provider-slots.ts";
import { EVERY_PROVIDER } from "./providers/provider-scope.ts";
import { startReaper } from "./reaper.ts";
import type { ReconcileQueue } from "./reconcile-queue.ts";
import { Reconciler } from "./reconciler.ts";
import type { EventRunner } from "./run-event.ts";
import { createValueRoom } from "./value-room.ts";
import { WorkerMetrics } from "./worker-metrics.ts";
import type { RunningWorker, WorkerOptions } from "./worker-options.ts";

/** Maximum characters of unwritten provider logs in memory. */
const LOG_BUDGET = 16 * 1024 * 1024;

/** Time for aborted events to end and be handed back. */
const ABORT_MS = 10_000;

/**
 * Starts a worker: it runs the events of all organizations until it is stopped.
 * @throws Error worded for the operator if it does not ship a provider that it is to run
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { core, scope = EVERY_PROVIDER, queues = QUEUES } = options;
  const { logger, settings, wakeUp } = core.services;
  const id = `worker-${randomUUID()}`;
  const providers = await openProviders(options, id, () => requests.pulse());
  const { place, supervisor, shipped, catalog } = providers;
  const held = new HeldClaims(settings.leaseSeconds);
  const goingDown = new AbortController();
  const runner: EventRunner = {
    ...{ core, supervisor },
    providers: catalog,
    logBudget: new LogBudget(LOG_BUDGET),
    deadlineMs: options.providerDeadlineMs,
  };
  const slots = new ProviderSlots(options.providerConcurrency, () => requests.roomCameFree());
  const state = { events: () => held.list().length, providerProcesses: () => supervisor.processCount };
  const metrics = new WorkerMetrics(options.metrics ?? new Registry(), state);
  const reconciler = new Reconciler(runner, held, slots, createValueRoom(options.valueBytes), id, metrics);
  const { requests, close: closeRequests } = openReconcileQueue(options, { worker: id, slots, catalog, reconciler });
  const checks = new CheckLane(runner, slots, options.checkPollMs);
  const questions = new OpenQuestions(logger);
  const queue = createJobQueue(options, { worker: id, runner, providers, questions, goingDown: goingDown.signal });
  wakeUp.onJobs(() => queue.pulse());
  wakeUp.onRequests(() => requests.pulse());
  await queue.start();
  if (queues.includes("resources")) {
    requests.start();
    checks.start();
  }

  const stopHeartbeat = openHeartbeat(options.databaseUrl, {
    ...{ logger, held },
    lockIds: () => queue.lockIds,
    leaseSeconds: settings.leaseSeconds,
    report: () => ({
      description: place.description,
      filtersNetwork: place.filtersNetwork,
      boundary: place.boundary,
      boundaryNamed: place.isNamed,
      shippedTypes: shipped.types(),
      pushedProviders: scope.pushed,
      queues: requests.isCutOff ? queues.filter((queue) => queue !== "resources") : queues,
    }),
  });
  const stopReaper = startReaper(core, options.typesGraceMs, () => shipped.keepKnown());
  const stopListening = listen(options, requests, queue, held);
  logger.info({ worker: id }, "worker started");

  return {
    id,
    async stop(hurry) {
      const giveUp = (): void => {
        held.abortAll();
        goingDown.abort();
      };
      const patience = setTimeout(giveUp, options.shutdownGraceMs);
      if (hurry?.aborted) giveUp();
      hurry?.addEventListener("abort", giveUp, { once: true });
      reconciler.close();
      await Promise.all([stopReaper(), checks.stop()]);
      const ended = Promise.all([requests.stop(), queue.stop()]).then(() =>
        Promise.all([held.drained(), questions.drained()]),
      );
      await Promise.race([ended, sleep(options.shutdownGraceMs + ABORT_MS, undefined, { ref: false })]);
      clearTimeout(patience);
      const left = held.list().length;
      if (left > 0) logger.warn({ count: left }, "events could not be handed back; they run again later");
      stopListening();
      // A handler that still runs keeps its lease until its process is gone.
      await providers.endProcesses();
      await Promise.all([stopHeartbeat(), closeRequests()]);
      await providers.close();
      logger.info({ worker: id }, "worker stopped");
    },
  };
}

/** Hears what other programs say. @returns a function that ends it */
function listen(
  { core }: WorkerOptions,
  requests: ReconcileQueue,
  queue: ReturnType<typeof createJobQueue>,
  held: HeldClaims,
): () => void {
  const { listener } = core.services;
  const stops = [
    listener.listen(REQUESTS_CHANNEL, () => requests.pulse()),
    // As soon as others may take it, too: whoever left it would take it again.
    listener.listen(PASSED_ON_CHANNEL, (lockId) => {
      if (lockId !== null && queue.lockIds.includes(lockId)) setTimeout(() => queue.pulse(), LEFT_TO_OTHERS_MS).unref();
    }),
    listener.listen(CANCEL_CHANNEL, (eventId) => {
      if (eventId !== null) held.abort(eventId);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
