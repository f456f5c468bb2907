import type { LogEntry } from "@pragma/contract";
import {
  PROVIDER_PROTOCOL_LIMITS,
  type ProviderDescription,
  type ProviderMethod,
  type ProviderProtocolLimits,
} from "@pragma/contract/provider-protocol";
import { artefactKey, type ProviderArtefact } from "../artefact.ts";
import type { ProviderDriver } from "../driver/driver.ts";
import type { ProviderAnswers, QueuedAnswer } from "../reading/answers.ts";
import { LongLineReader } from "../reading/long-line-reader.ts";
import { ActiveCall } from "./active-call.ts";
import { AloneCalls } from "./alone-calls.ts";
import type { ProviderCall, ProviderTarget, QueuedRequest } from "./call.ts";
import { type Confidence, NOTHING_TOLD } from "./confidence.ts";
import { type LaneOptions, ProviderLane } from "./lane.ts";
import type { ProviderHealth } from "./lane-health.ts";

/** Settings of a supervisor, all optional. */
export interface SupervisorOptions {
  /** Concurrent calls in one process. 32 by default. */
  concurrency?: number;
  /** Calls that may wait for a slot of one process; further ones fail as retryable. 10,000 by default. */
  maxQueue?: number;
  /** The default deadline of a call. 5 minutes by default. */
  defaultDeadlineMs?: number;
  /**
   * How long a handler may continue after its deadline or its cancellation before its process is killed. 5 s by
   * default.
   */
  graceMs?: number;
  /** How long the other calls may continue in a process with a stuck one. 5 s by default. */
  drainMs?: number;
  /** How long the event loop of a process may be blocked while calls run before it is killed. 10 s by default. */
  blockedMs?: number;
  /** From the start of a process until it must have sent hello, besides the driver's own delay. 30 s by default. */
  startTimeoutMs?: number;
  /** How long a process without calls is kept warm. 5 minutes by default. */
  idleMs?: number;
  /** How long a process may take to shut down. 5 s by default. */
  shutdownGraceMs?: number;
  /** Longest delay before a process that keeps exiting is restarted. 30 s by default. */
  maxRestartDelayMs?: number;
  /** The number of processes beyond which an idle one is ended when another starts. 64 by default. */
  maxProcesses?: number;
  limits?: ProviderProtocolLimits;
  /** Creates the store of the secrets given to a new process; by default it gets none. */
  createConfidence?: () => Confidence;
  /** Receives output of a process that belongs to no call, at most 1,000 lines a minute each. */
  onProcessLog?: (target: ProviderTarget, entry: LogEntry) => void;
  /**
   * Called when a version in an organization becomes unhealthy (its process cannot be started, or keeps exiting), the
   * reason changes, or it becomes healthy, and with the initial state; not at every call.
   */
  onHealth?: (target: ProviderTarget, health: ProviderHealth) => void;
}

/**
 * Runs providers: one process per organization and version, started by its first call and kept warm. Calls in one
 * process run concurrently; calls that must run alone get their own. Whatever a provider does, each call ends with its
 * result or with one ProviderCallError.
 */
export class ProviderSupervisor {
  readonly #driver: ProviderDriver;
  readonly #lanes = new Map<string, ProviderLane>();
  readonly #alone = new Map<string, AloneCalls>();
  readonly #longLines: LongLineReader;
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
    const limits = options.limits ?? PROVIDER_PROTOCOL_LIMITS;
    this.#longLines = new LongLineReader(limits.log_message_bytes);
    this.#laneOptions = {
      concurrency: options.concurrency ?? 32,
      maxQueue: options.maxQueue ?? 10_000,
      graceMs: options.graceMs ?? 5_000,
      drainMs: options.drainMs ?? 5_000,
      blockedMs: options.blockedMs ?? 10_000,
      startTimeoutMs: driver.startDelayMs + (options.startTimeoutMs ?? 30_000),
      shutdownGraceMs: options.shutdownGraceMs ?? 5_000,
      maxRestartDelayMs: options.maxRestartDelayMs ?? 30_000,
      limits,
      longLines: this.#longLines,
      createConfidence: options.createConfidence ?? (() => NOTHING_TOLD),
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
   * @returns the ProviderAnswers of the method. Outputs are an object; they were parsed by the provider's own schema,
   * which is not trusted.
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
   * Ends the process of a version that is no longer in service, once its calls have finished, and resolves when it is
   * gone. A later call starts another: an event of the old version may still come, and a version may be deployed again.
   */
  async retire(organizationId: string, artefact: ProviderArtefact): Promise<void> {
    const key = laneKey({ organizationId, artefact });
    const lane = this.#lanes.get(key);
    await Promise.all([lane?.retire(), this.#alone.get(key)?.drained()]);
    // As good as new when it is called again.
    if (lane && this.#lanes.get(key) === lane && lane.isIdle && !lane.hasProcess) this.#lanes.delete(key);
  }

  /** How many processes it keeps, those on their way out included. */
  get processCount(): number {
    const shared = [...this.#lanes.values()].filter((lane) => lane.hasProcess).length;
    return [...this.#alone.values()].reduce((sum, { processCount }) => sum + processCount, shared);
  }

  /**
   * Cancels every call, ends every process and resolves when the last is gone. To let calls finish, stop calling and
   * await them first.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#idleSweep);
    await Promise.all([...this.#lanes.values(), ...this.#alone.values()].map((lane) => lane.close()));
    this.#lanes.clear();
    this.#alone.clear();
    await this.#longLines.close();
  }

  #run(request: QueuedRequest): Promise<QueuedAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<QueuedAnswer>();
    const { signal } = request;
    const onAbort = () => lane.cancel(call);
    const settled = () => {
      signal?.removeEventListener("abort", onAbort);
      lane.settled?.(call);
    };
    const call = new ActiveCall(request, request.deadlineMs ?? this.#defaultDeadlineMs, {
      resolve: (answer) => {
        settled();
        resolve(answer);
      },
      reject: (error) => {
        settled();
        reject(error);
      },
    });
    const lane: CallQueue = this.#isClosed || signal?.aborted ? CLOSED : this.#queueOf(request);
    signal?.addEventListener("abort", onAbort, { once: true });
    lane.enqueue(call);
    return promise;
  }

  #queueOf(request: QueuedRequest): CallQueue {
    const { organizationId, artefact, alone = false } = request;
    const target = { organizationId, artefact };
    return alone ? this.#aloneOf(target) : this.#laneOf(target);
  }

  #laneOf(target: ProviderTarget): ProviderLane {
    const key = laneKey(target);
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = this.#makeLane(target, this.#laneOptions, (health) => this.#onHealth(target, health));
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  #aloneOf(target: ProviderTarget): AloneCalls {
    const key = laneKey(target);
    let alone = this.#alone.get(key);
    if (!alone) {
      const options = { ...this.#laneOptions, concurrency: 1 };
      // The end of a process that runs one call says something about that call, not about the version.
      alone = new AloneCalls(() => this.#makeLane(target, options, () => {}));
      this.#alone.set(key, alone);
    }
    return alone;
  }

  #makeLane(target: ProviderTarget, options: LaneOptions, onHealth: (health: ProviderHealth) => void): ProviderLane {
    return new ProviderLane(target, this.#driver, options, {
      onProcessLog: (entry) => this.#onProcessLog(target, entry),
      onStart: () => this.#makeRoom(),
      onHealth,
    });
  }

  #releaseIdle(idleMs: number): void {
    const limit = performance.now() - idleMs;
    for (const [key, lane] of this.#lanes) {
      if (!lane.isIdle || lane.lastUsed > limit) continue;
      if (lane.hasProcess) lane.release();
      // Forgotten only when its process is gone, so that close() finds every process.
      else this.#lanes.delete(key);
    }
    for (const [key, alone] of this.#alone) if (alone.isIdle && alone.processCount === 0) this.#alone.delete(key);
  }

  #makeRoom(): void {
    if (this.processCount < this.#maxProcesses) return;
    const idle = [...this.#lanes.values()].filter((lane) => lane.isIdle && lane.hasProcess);
    idle.sort((one, other) => one.lastUsed - other.lastUsed);
    idle[0]?.release();
  }
}

/** Where calls wait for their turn, and run. */
interface CallQueue {
  enqueue(call: ActiveCall): void;
  cancel(call: ActiveCall): void;
  /** A call of it has its outcome. */
  settled?(call: ActiveCall): void;
}

/** Nothing runs any more, or nobody waits for it. */
const CLOSED: CallQueue = { enqueue: (call) => call.cancel(), cancel: () => {} };

function laneKey({ organizationId, artefact }: Pick<ProviderTarget, "organizationId" | "artefact">): string {
  return `${organizationId} ${artefactKey(artefact)}`;
}
