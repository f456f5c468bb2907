import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Core } from "@pragma/core";
import { prune, type Retention } from "@pragma/core/maintenance";
import { ToldSecrets } from "@pragma/core/secrets";
import { CANCEL_CHANNEL, LOOKS_CHANNEL, PASSED_ON_CHANNEL } from "@pragma/core/wake-up";
import { createDatabase, createPool } from "@pragma/db";
import { LEFT_TO_OTHERS_MS } from "@pragma/db/queries";
import { buildProviderJob, deployProviderJob, providerCallJob, pruneJob, QUEUES, type Queue } from "@pragma/jobs";
import { ProviderSupervisor } from "@pragma/runtime";
import { Registry } from "@pragma/telemetry/metrics";
import type { TaskList } from "graphile-worker";
import { LogBudget } from "./event-log.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { HeldClaims } from "./held-claims.ts";
import { LookQueue } from "./look-queue.ts";
import { NoQueue } from "./no-queue.ts";
import { OpenQuestions } from "./open-questions.ts";
import { answerCall } from "./provider-call.ts";
import { ProviderSlots } from "./provider-slots.ts";
import { ProviderBuilder } from "./providers/build-provider.ts";
import { deployProvider } from "./providers/deploy-provider.ts";
import { ProviderCatalog } from "./providers/provider-catalog.ts";
import type { ProviderFolder } from "./providers/provider-folders.ts";
import { openPlace, type ProviderPlace } from "./providers/provider-place.ts";
import { EVERY_PROVIDER, type ProviderScope } from "./providers/provider-scope.ts";
import { PushedArtefacts } from "./providers/pushed-artefacts.ts";
import { reportHealth } from "./providers/report-health.ts";
import { checkScope, ShippedProviders } from "./providers/shipped-providers.ts";
import { startReaper } from "./reaper.ts";
import { Reconciler } from "./reconciler.ts";
import type { EventRunner } from "./run-event.ts";
import { SupervisedQueue } from "./supervised-queue.ts";
import { task } from "./task.ts";
import { createValueRoom } from "./value-room.ts";
import { WorkerMetrics } from "./worker-metrics.ts";

export interface WorkerOptions {
  core: Core;
  databaseUrl: string;
  /** The same database without a pooler, for the queue's runner and for looks; `databaseUrl` if left out. */
  directDatabaseUrl?: string | undefined;
  /** Rejects while that is not known to be the same database: no work is taken there before. None by default. */
  checkDirectDatabase?: (() => Promise<void>) | undefined;
  /** Folder of shipped provider packages; none by default. */
  providersDirectory: string | undefined;
  /** The providers that it runs; all if left out. */
  scope?: ProviderScope | undefined;
  /** The kinds of work that it takes; all if left out. */
  queues?: readonly Queue[] | undefined;
  /** Where provider code runs, and with that what stands between it and the platform. */
  place: ProviderPlace;
  /** Whether providers see all of the system's programs; what Node needs alone if left out. */
  systemPrograms?: boolean | undefined;
  /** Folders of the machine that shipped providers may write to; none by default. */
  providerFolders?: readonly ProviderFolder[] | undefined;
  /** Addresses that providers may reach besides public ones; none by default. */
  egressAllow?: string | undefined;
  /** URL of the npm registry for build dependencies. */
  registry?: string | undefined;
  /** A PEM file of certificate authorities that the registry needs beside the system's. */
  registryCertificates?: string | undefined;
  /** Maximum concurrent builds; 1 by default. */
  buildConcurrency?: number | undefined;
  /** Looks at resources at once, and as many jobs of the queue beside them. */
  concurrency: number;
  /** Most connections that core has. */
  connections: number;
  /** Maximum concurrent events per provider and organization. */
  providerConcurrency: number;
  /** Total bytes of configs and outputs being processed, as text; 64 MiB by default. */
  valueBytes?: number | undefined;
  /** A provider's time for one event. */
  providerDeadlineMs: number;
  /** How long running handlers may continue after the worker is told to stop. */
  shutdownGraceMs: number;
  retention: Retention;
  /** How long shipped types stay that no live worker serves. */
  typesGraceMs: number;
  /** Where what it does is counted; nobody sees it if left out. */
  metrics?: Registry | undefined;
}

export interface RunningWorker {
  /** Identifies the worker in leases. */
  readonly id: string;
  /**
   * Takes no more work, finishes running events, hands back those that do not end in time, and stops.
   * @param hurry
   * hands back at once when it aborts
   */
  stop(hurry?: AbortSignal): Promise<void>;
}

/** Once an hour; a worker that starts within an hour of a missed run makes up for it, once for all workers. */
const CRONTAB = `17 * * * * ${pruneJob.name} ?jobKey=prune&fill=1h&max=3`;

/** Maximum characters of unwritten provider logs in memory. */
const LOG_BUDGET = 16 * 1024 * 1024;

/** One takes looks while another reports them done. */
const LOOK_CONNECTIONS = 2;
/** Both are quick, unless the database hangs. */
const LOOK_TIMEOUT_MS = 10_000;

/** One organization gets at most this share of a worker: the rest is reserved for others. */
function shareOfOne(all: number): number {
  return Math.max(1, Math.floor(all * 0.75));
}

/** Time for aborted events to end and be handed back. */
const ABORT_MS = 10_000;

/**
 * Starts a worker: it runs the events of all organizations until it is stopped.
 * @throws Error worded for the operator if it does not ship a provider that it is to run
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { core, databaseUrl, providersDirectory, providerConcurrency } = options;
  const { directDatabaseUrl = databaseUrl, scope = EVERY_PROVIDER, queues = QUEUES } = options;
  const { checkDirectDatabase = async () => {} } = options;
  const { leaseSeconds } = core.services.settings;
  checkScope(scope, providersDirectory);
  const id = `worker-${randomUUID()}`;
  const place = await openPlace(core, options.place, {
    worker: id,
    systemPrograms: options.systemPrograms ?? false,
    folders: options.providerFolders ?? [],
    egressAllow: options.egressAllow,
  });
  const { driver } = place;
  const supervisor = new ProviderSupervisor(driver, {
    concurrency: providerConcurrency,
    defaultDeadlineMs: options.providerDeadlineMs,
    // Hardly more is left of a lease when its event is aborted because it could not be renewed.
    graceMs: Math.min(5000, (leaseSeconds * 1000) / 3),
    createConfidence: () => new ToldSecrets(),
    onProcessLog: ({ organizationId, artefact }, { level, message }) =>
      core.services.logger.debug(
        { organization_id: organizationId, provider: artefact.providerId, version: artefact.version, level },
        message,
      ),
    onHealth: (target, health) => void reportHealth(core, target, health),
  });
  const shipped = new ShippedProviders({
    core,
    supervisor,
    directory: providersDirectory,
    scope,
    onLoaded: () => looks.pulse(),
  });
  await shipped.start();
  const artefacts = new PushedArtefacts(core, await mkdtemp(join(tmpdir(), "pragma-artefacts-")));
  const providers = new ProviderCatalog(shipped, artefacts, scope);
  const held = new HeldClaims(leaseSeconds);
  const slots = new ProviderSlots(providerConcurrency, () => looks.roomCameFree());
  const goingDown = new AbortController();
  const runner: EventRunner = {
    core,
    supervisor,
    providers,
    logBudget: new LogBudget(LOG_BUDGET),
    deadlineMs: options.providerDeadlineMs,
  };
  const builder = new ProviderBuilder(core, {
    maker: place.maker,
    driver,
    registry: options.registry,
    registryCertificates: options.registryCertificates,
    concurrency: options.buildConcurrency ?? 1,
    goingDown: goingDown.signal,
  });
  const state = { events: () => held.list().length, providerProcesses: () => supervisor.processCount };
  const metrics = new WorkerMetrics(options.metrics ?? new Registry(), state);
  const room = createValueRoom(options.valueBytes);
  const reconciler = new Reconciler(runner, held, slots, room, id, metrics);
  const looksPool = createPool({
    url: directDatabaseUrl,
    name: "pragma-looks",
    max: LOOK_CONNECTIONS,
    statementTimeoutMs: LOOK_TIMEOUT_MS,
    // Taking looks and reporting them as done: a crash undoes either, and they are repeated.
    durable: false,
    onError: (error) => core.services.logger.warn({ err: error }, "a connection for taking looks was lost"),
  });
  const looks = new LookQueue({
    db: createDatabase(looksPool),
    checkDatabase: checkDirectDatabase,
    logger: core.services.logger,
    worker: id,
    concurrency: options.concurrency,
    organizationConcurrency: shareOfOne(Math.min(options.concurrency, options.connections)),
    seconds: leaseSeconds,
    slots,
    runs: () => providers.lanes(),
    look: (look, leave, giveWay) => reconciler.reconcile(look, leave, giveWay),
  });
  const questions = new OpenQuestions(core.services.logger);
  const { logger } = core.services;
  const tasks: Record<Exclude<Queue, "resources">, TaskList> = {
    questions: {
      [providerCallJob.name]: task(logger, providerCallJob, async (job) =>
        questions.take(job.callId, () =>
          answerCall(runner, job, (organizationId) => questions.admit(organizationId), goingDown.signal),
        ),
      ),
    },
    builds: {
      [buildProviderJob.name]: task(logger, buildProviderJob, (job) => builder.build(job)),
      [deployProviderJob.name]: task(logger, deployProviderJob, (job) =>
        deployProvider(core, supervisor, providers, job, goingDown.signal),
      ),
    },
    upkeep: { [pruneJob.name]: task(logger, pruneJob, () => prune(core, options.retention, goingDown.signal)) },
  };
  const taskList: TaskList = Object.assign({}, ...queues.map((name) => (name === "resources" ? {} : tasks[name])));
  const crontab = queues.includes("upkeep") ? CRONTAB : "";
  const queue =
    Object.keys(taskList).length === 0
      ? new NoQueue(core, id)
      : new SupervisedQueue(core, {
          databaseUrl: directDatabaseUrl,
          checkDatabase: checkDirectDatabase,
          concurrency: options.concurrency,
          crontab,
          taskList,
        });
  core.services.wakeUp.onJobs(() => queue.pulse());
  core.services.wakeUp.onLooks(() => looks.pulse());
  await queue.start();
  if (queues.includes("resources")) looks.start();

  const heartbeatPool = createPool({
    url: databaseUrl,
    name: "pragma-heartbeat",
    max: 1,
    silenceMs: (leaseSeconds * 1000) / 3,
    onError: (error) => core.services.logger.warn({ err: error }, "the heartbeat lost its connection"),
  });
  const stopHeartbeat = startHeartbeat({
    db: createDatabase(heartbeatPool),
    logger: core.services.logger,
    held,
    lockIds: () => queue.lockIds,
    leaseSeconds,
    report: () => ({
      description: place.description,
      filtersNetwork: place.filtersNetwork,
      boundary: place.boundary,
      boundaryNamed: place.isNamed,
      shippedTypes: shipped.types(),
      pushedProviders: scope.pushed,
      queues: looks.isCutOff ? queues.filter((queue) => queue !== "resources") : queues,
    }),
  });
  const stopReaper = startReaper(core, options.typesGraceMs, () => shipped.keepKnown());
  const stopListening = [
    core.services.listener.listen(LOOKS_CHANNEL, () => looks.pulse()),
    // As soon as others may take it, too: whoever left it would take it again.
    core.services.listener.listen(PASSED_ON_CHANNEL, (lockId) => {
      if (lockId !== null && queue.lockIds.includes(lockId)) setTimeout(() => queue.pulse(), LEFT_TO_OTHERS_MS).unref();
    }),
    core.services.listener.listen(CANCEL_CHANNEL, (eventId) => {
      if (eventId !== null) held.abort(eventId);
    }),
  ];
  core.services.logger.info({ worker: id }, "worker started");

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
      await stopReaper();
      const ended = Promise.all([looks.stop(), queue.stop()]).then(() =>
        Promise.all([held.drained(), questions.drained()]),
      );
      await Promise.race([ended, sleep(options.shutdownGraceMs + ABORT_MS, undefined, { ref: false })]);
      clearTimeout(patience);
      const left = held.list().length;
      if (left > 0) core.services.logger.warn({ count: left }, "events could not be handed back; they run again later");
      for (const stop of stopListening) stop();
      shipped.close();
      // A handler that still runs keeps its lease until its process is gone.
      await supervisor.close();
      await stopHeartbeat();
      await Promise.all([heartbeatPool.end(), looksPool.end()]);
      await place.close();
      await artefacts.close();
      core.services.logger.info({ worker: id }, "worker stopped");
    },
  };
}
