import type { LogEntry } from "@pragma/contract";
import {
  PROVIDER_PROTOCOL_LIMITS,
  type ProviderDescription,
  type ProviderMethod,
  type ProviderProtocolLimits,
} from "@pragma/contract/provider-protocol";
import { artefactKey, type ProviderArtefact } from "../artefact.ts";
import type { ProviderDriver } from "../driver/driver.ts";
import { ActiveCall } from "./active-call.ts";
import type { ProviderAnswers, ProviderCall, ProviderTarget, QueuedAnswer, QueuedRequest } from "./call.ts";
import { type LaneOptions, ProviderLane } from "./lane.ts";
import type { ProviderHealth } from "./lane-health.ts";

/** Settings of a supervisor. Each may be left out. */
export interface SupervisorOptions {
  /** Calls at once in one process. 32 if left out. */
  concurrency?: number;
  /** Calls that wait for a slot of one process; further ones fail as retryable. 10,000 if left out. */
  maxQueue?: number;
  /** Of a call that names none. 5 minutes if left out. */
  defaultDeadlineMs?: number;
  /** How long a handler may go on after its deadline or its cancellation before its process is killed. 5 s if left out. */
  graceMs?: number;
  /** How long the other calls may go on in a process that has a stuck one. 5 s if left out. */
  drainMs?: number;
  /** From the start of a process until it must have said hello. 30 s if left out. */
  startTimeoutMs?: number;
  /** How long a process without calls is kept warm. 5 minutes if left out. */
  idleMs?: number;
  /** How long a process may take to shut down. 5 s if left out. */
  shutdownGraceMs?: number;
  /** Longest delay before a process that keeps ending is started again. 30 s if left out. */
  maxRestartDelayMs?: number;
  /** Processes beyond which an idle one is ended when another starts. 64 if left out. */
  maxProcesses?: number;
  limits?: ProviderProtocolLimits;
  /** Gets what a process says that belongs to no call, at most 1,000 lines a minute each. */
  onProcessLog?: (target: ProviderTarget, entry: LogEntry) => void;
  /**
   * Told when a version of an organization turns unhealthy (its process cannot be started, or ends again and again) or
   * healthy, and how it is at first; not at every call.
   */
  onHealth?: (target: ProviderTarget, health: ProviderHealth) => void;
}

/**
 * Runs providers: one process for each organization and version, started by its first call and kept warm. Calls of one
 * process run concurrently. Whatever a provider does, each call ends in its answer or in one ProviderCallError.
 */
export class ProviderSupervisor {
  readonly #driver: ProviderDriver;
  readonly #lanes = new Map<string, ProviderLane>();
  readonly #laneOptions: LaneOptions;
  readonly #defaultDeadlineMs: number;
  readonly #idleMs: number;
  readonly #maxProcesses: number;
  readonly #onProcessLog: (target: ProviderTarget, entry: LogEntry) => void;
  readonly #onHealth: (target: ProviderTarget, health: ProviderHealth) => void;
  readonly #idleSweep: NodeJS.Timeout;
  #isClosed = false;

  constructor(driver: ProviderDriver, options: SupervisorOptions = {}) {
    this.#driver = driver;
    this.#laneOptions = {
      concurrency: options.concurrency ?? 32,
      maxQueue: options.maxQueue ?? 10_000,
      graceMs: options.graceMs ?? 5_000,
      drainMs: options.drainMs ?? 5_000,
      startTimeoutMs: options.startTimeoutMs ?? 30_000,
      shutdownGraceMs: options.shutdownGraceMs ?? 5_000,
      maxRestartDelayMs: options.maxRestartDelayMs ?? 30_000,
      limits: options.limits ?? PROVIDER_PROTOCOL_LIMITS,
    };
    this.#defaultDeadlineMs = options.defaultDeadlineMs ?? 300_000;
    this.#idleMs = options.idleMs ?? 300_000;
    this.#maxProcesses = options.maxProcesses ?? 64;
    this.#onProcessLog = options.onProcessLog ?? (() => {});
    this.#onHealth = options.onHealth ?? (() => {});
    this.#idleSweep = setInterval(() => this.#releaseIdle(this.#idleMs), Math.max(this.#idleMs / 4, 10));
    this.#idleSweep.unref();
  }

  /**
   * Calls a handler.
   *
   * @returns what ProviderAnswers says for the method. Outputs are an object; they have been through the provider's own
   *   schema, which is not to be trusted.
   * @throws ProviderCallError, once the handler is no longer running.
   */
  call<Method extends ProviderMethod>(call: ProviderCall<Method>): Promise<ProviderAnswers[Method]> {
    return this.#run(call) as Promise<ProviderAnswers[Method]>;
  }

  /** The resource types of a provider, as its own process describes them. @throws ProviderCallError */
  describe(target: ProviderTarget, options: { deadlineMs?: number; signal?: AbortSignal } = {}) {
    return this.#run({ ...target, ...options, method: "describe" }) as Promise<ProviderDescription>;
  }

  /**
   * Ends the process of a version that is served no longer, once its calls have finished, and resolves when it is gone. A
   * later call starts another: an event of the old version may still come, and a version may be deployed again.
   */
  async retire(organizationId: string, artefact: ProviderArtefact): Promise<void> {
    const keys = [false, true].map((alone) => laneKey({ organizationId, artefact, alone }));
    await Promise.all(
      keys.map(async (key) => {
        const lane = this.#lanes.get(key);
        await lane?.retire();
        // As good as new when it is called again.
        if (lane && this.#lanes.get(key) === lane && lane.isIdle && !lane.hasProcess) this.#lanes.delete(key);
      }),
    );
  }

  /** How many processes it keeps, those on their way out included. */
  get processCount(): number {
    return [...this.#lanes.values()].filter((lane) => lane.hasProcess).length;
  }

  /**
   * Cancels every call, ends every process and resolves when the last is gone. To let calls finish, stop calling and
   * await them first.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#idleSweep);
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()));
    this.#lanes.clear();
  }

  #run(request: QueuedRequest): Promise<QueuedAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<QueuedAnswer>();
    const { signal } = request;
    const onAbort = () => lane.cancel(call);
    const forget = () => signal?.removeEventListener("abort", onAbort);
    const call = new ActiveCall(request, request.deadlineMs ?? this.#defaultDeadlineMs, {
      resolve: (answer) => {
        forget();
        resolve(answer);
      },
      reject: (error) => {
        forget();
        reject(error);
      },
    });
    if (this.#isClosed || signal?.aborted) {
      call.cancel();
      return promise;
    }
    const lane = this.#laneOf(request);
    signal?.addEventListener("abort", onAbort, { once: true });
    lane.enqueue(call);
    return promise;
  }

  #laneOf({ organizationId, artefact, alone = false }: ProviderTarget): ProviderLane {
    const key = laneKey({ organizationId, artefact, alone });
    const known = this.#lanes.get(key);
    if (known) return known;
    const target = { organizationId, artefact };
    const options = alone ? { ...this.#laneOptions, concurrency: 1 } : this.#laneOptions;
    const lane = new ProviderLane(target, this.#driver, options, {
      onProcessLog: (entry) => this.#onProcessLog(target, entry),
      onStart: () => this.#makeRoom(),
      // What ends a process that runs one call says something about that call, not about the version.
      onHealth: (health) => alone || this.#onHealth(target, health),
    });
    this.#lanes.set(key, lane);
    return lane;
  }

  #releaseIdle(idleMs: number): void {
    const limit = performance.now() - idleMs;
    for (const [key, lane] of this.#lanes) {
      if (!lane.isIdle || lane.lastUsed > limit) continue;
      if (lane.hasProcess) lane.release();
      // Forgotten only when its process is gone, so that close() finds every process.
      else this.#lanes.delete(key);
    }
  }

  #makeRoom(): void {
    if (this.processCount < this.#maxProcesses) return;
    const idle = [...this.#lanes.values()].filter((lane) => lane.isIdle && lane.hasProcess);
    idle.sort((one, other) => one.lastUsed - other.lastUsed);
    idle[0]?.release();
  }
}

function laneKey({ organizationId, artefact, alone }: ProviderTarget): string {
  return `${organizationId} ${artefactKey(artefact)}${alone ? " alone" : ""}`;
}
