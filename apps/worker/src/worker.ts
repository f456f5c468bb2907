import { randomUUID } from "node:crypto";
import { CANCEL_CHANNEL, type Core } from "@pragma/core";
import { ProcessDriver, ProviderSupervisor } from "@pragma/runtime";
import { startHeartbeat } from "./heartbeat.ts";
import { HeldClaims } from "./held-claims.ts";
import { LogBuffer } from "./log-buffer.ts";
import { providerCallTask } from "./provider-call-task.ts";
import { loadShippedProviders, type ProviderCatalog } from "./provider-catalog.ts";
import { reconcileTask } from "./reconcile-task.ts";
import type { EventRunner } from "./run-event.ts";
import { SupervisedRunner } from "./supervised-runner.ts";

export interface WorkerOptions {
  core: Core;
  databaseUrl: string;
  /** Folder of shipped provider packages; none if left out. */
  providersDirectory: string | undefined;
  concurrency: number;
  providerDeadlineMs: number;
  shutdownGraceMs: number;
}

export interface RunningWorker {
  /** Identifies the worker in leases. */
  readonly id: string;
  /** Finishes what is running, hands back what does not end in time, and stops. */
  stop(): Promise<void>;
}

const NO_PROVIDERS: ProviderCatalog = { find: () => undefined };

/** Starts a worker: it runs the events of all organizations until it is stopped. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { core, databaseUrl, providersDirectory } = options;
  const id = `worker-${randomUUID()}`;
  const supervisor = new ProviderSupervisor(new ProcessDriver(), { defaultDeadlineMs: options.providerDeadlineMs });
  const providers =
    providersDirectory === undefined ? NO_PROVIDERS : await loadShippedProviders(core, supervisor, providersDirectory);
  const held = new HeldClaims();
  const logs = new LogBuffer(core);
  const events: EventRunner = {
    core,
    supervisor,
    providers,
    deadlineMs: options.providerDeadlineMs,
    onLog: (claim, entry) => logs.add(claim, entry),
  };
  const runner = new SupervisedRunner(core, {
    databaseUrl,
    concurrency: options.concurrency,
    taskList: {
      reconcile: reconcileTask(events, held, id),
      "provider-call": providerCallTask(events),
    },
  });
  await runner.start();
  const stopHeartbeat = startHeartbeat(core, id, () => runner.lockIds);
  // A missed one costs nothing but the rest of the handler's run: its result is discarded.
  const stopListening = core.listener.listen(CANCEL_CHANNEL, (eventId) => {
    if (eventId !== null) held.abort(eventId);
  });
  core.logger.info({ worker: id }, "worker started");

  return {
    id,
    async stop() {
      const patience = setTimeout(() => held.abortAll(), options.shutdownGraceMs);
      await runner.stop();
      clearTimeout(patience);
      stopListening();
      await stopHeartbeat();
      await logs.flush();
      await supervisor.close();
      core.logger.info({ worker: id }, "worker stopped");
    },
  };
}
