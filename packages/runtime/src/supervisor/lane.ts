import type { LogEntry } from "@pragma/contract";
import { artefactLabel } from "../artefact.ts";
import type { ProviderDriver } from "../driver/driver.ts";
import type { ActiveCall } from "./active-call.ts";
import type { ProviderTarget } from "./call.ts";
import type { Confidence } from "./confidence.ts";
import { CrashBackoff } from "./crash-backoff.ts";
import { LaneHealth, type ProviderHealth } from "./lane-health.ts";
import { ProviderSession } from "./session.ts";
import type { SessionOptions } from "./session-contract.ts";
import { describeEnding, type SessionEnd } from "./session-end.ts";

/**
 * Calls wait for a restart delay up to this; with a longer one they fail at once, so that they do not occupy a worker.
 */
const MAX_PATIENCE_MS = 1_000;
/** How long a retired lane keeps its process without calls: the next call of the same event comes immediately. */
const RETIRED_IDLE_MS = 1_000;

/** Limits of a lane. */
export interface LaneOptions extends SessionOptions {
  concurrency: number;
  maxQueue: number;
  maxRestartDelayMs: number;
  /** Creates the store of the secrets given to a new process. */
  createConfidence: () => Confidence;
}

/** The events of a lane for its supervisor. */
export interface LaneEvents {
  onProcessLog(entry: LogEntry): void;
  /** Another process is about to be started. */
  onStart(): void;
  onHealth(health: ProviderHealth): void;
}

/**
 * The calls of one organization to one provider version: queued, limited in number, and run by one process at a time,
 * which is started on the first call and restarted when it ends.
 */
export class ProviderLane {
  readonly target: ProviderTarget;
  /** When it was last busy; by `performance.now()`. */
  lastUsed = performance.now();
  readonly #driver: ProviderDriver;
  readonly #options: LaneOptions;
  readonly #events: LaneEvents;
  readonly #backoff: CrashBackoff;
  readonly #health: LaneHealth;
  readonly #queue = new Set<ActiveCall>();
  /**
   * Calls whose wait has ended and which need a slot to continue, with every answer that has come for them since: one left
   * behind would wait for the slot that its own call holds. They go first, because they block others.
   */
  readonly #resumes = new Map<ActiveCall, (() => void)[]>();
  readonly #inFlight = new Map<ActiveCall, ProviderSession>();
  readonly #sessions = new Set<ProviderSession>();
  #current: ProviderSession | null = null;
  #taken = 0;
  #restart: NodeJS.Timeout | null = null;
  #isClosed = false;
  #isRetired = false;
  #retiring: NodeJS.Timeout | null = null;
  readonly #ended: (() => void)[] = [];

  constructor(target: ProviderTarget, driver: ProviderDriver, options: LaneOptions, events: LaneEvents) {
    this.target = target;
    this.#driver = driver;
    this.#options = options;
    this.#events = events;
    this.#backoff = new CrashBackoff(options.maxRestartDelayMs);
    this.#health = new LaneHealth((health) => events.onHealth(health));
  }

  /** Nothing queued, nothing in flight. */
  get isIdle(): boolean {
    return this.#queue.size === 0 && this.#inFlight.size === 0;
  }

  get hasProcess(): boolean {
    return this.#sessions.size > 0;
  }

  enqueue(call: ActiveCall): void {
    this.lastUsed = performance.now();
    const delay = this.#backoff.remaining(this.lastUsed);
    if (this.#isClosed) {
      call.cancel();
    } else if (this.#current === null && delay > MAX_PATIENCE_MS) {
      call.failWithProcess("crashed", "keeps ending and is started again later", {
        retryAfter: Math.ceil(delay / 1_000),
      });
    } else if (this.#queue.size >= this.#options.maxQueue) {
      call.fail("retryable", `Provider ${artefactLabel(this.target.artefact)} has too many calls waiting`, {
        retryAfter: 1,
      });
    } else {
      this.#queue.add(call);
      this.#pump();
    }
  }

  cancel(call: ActiveCall): void {
    if (this.#queue.delete(call)) {
      call.cancel();
      this.#tellEnd();
    } else this.#inFlight.get(call)?.cancel(call);
  }

  /** Ends the process if there is one; a later call starts another. Calls in flight get `shutdownGraceMs`. */
  release(): void {
    this.#current = null;
    for (const session of this.#sessions) session.shutDown(this.#options.shutdownGraceMs);
  }

  /**
   * Lets current calls finish, then ends its process, and resolves when it is gone. Calls that arrive meanwhile are
   * still accepted.
   */
  async retire(): Promise<void> {
    this.#isRetired = true;
    this.#releaseIfRetired();
    if (!this.isIdle || this.hasProcess) await new Promise<void>((resolve) => this.#ended.push(resolve));
  }

  #releaseIfRetired(): void {
    if (!this.#isRetired || !this.isIdle || this.#retiring) return;
    this.#retiring = setTimeout(() => {
      this.#retiring = null;
      if (this.isIdle) this.release();
    }, RETIRED_IDLE_MS);
    this.#retiring.unref();
  }

  /** Cancels queued and running calls, ends all processes and resolves when the last is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#restart) clearTimeout(this.#restart);
    if (this.#retiring) clearTimeout(this.#retiring);
    for (const call of [...this.#queue, ...this.#inFlight.keys()]) this.cancel(call);
    this.release();
    if (this.#sessions.size > 0) await new Promise<void>((resolve) => this.#ended.push(resolve));
  }

  #pump(): void {
    while (this.#taken < this.#options.concurrency) {
      const [resume] = this.#resumes;
      if (resume) {
        this.#proceed(...resume);
        continue;
      }
      const [call] = this.#queue;
      if (!call) return;
      if (!this.#current) this.#start();
      if (!this.#current?.isReady) return;
      this.#dispatch(call, this.#current);
    }
  }

  #dispatch(call: ActiveCall, session: ProviderSession): void {
    this.#queue.delete(call);
    this.#inFlight.set(call, session);
    this.#take(call);
    session.dispatch(call);
  }

  #proceed(call: ActiveCall, answers: (() => void)[]): void {
    this.#resumes.delete(call);
    if (call.isSettled) return;
    // One that has begun to wait again meanwhile needs its answers, but no slot.
    if (call.waits === 0) this.#take(call);
    for (const proceed of answers) proceed();
  }

  #take(call: ActiveCall): void {
    call.holdsSlot = true;
    this.#taken += 1;
  }

  #give(call: ActiveCall): void {
    if (!call.holdsSlot) return;
    call.holdsSlot = false;
    this.#taken -= 1;
  }

  #start(): void {
    if (this.#isClosed || this.#restart) return;
    const delay = this.#backoff.remaining(performance.now());
    if (delay > 0) {
      this.#restart = setTimeout(() => {
        this.#restart = null;
        this.#pump();
      }, delay);
      return;
    }
    this.#events.onStart();
    const launch = { ...this.target, maxMessageBytes: this.#options.limits.message_bytes };
    const session: ProviderSession = new ProviderSession(
      this.#driver,
      launch,
      this.#options,
      this.#options.createConfidence(),
      {
        onReady: () => {
          this.#health.started();
          this.#pump();
        },
        onAnswered: () => {
          if (!this.#health.isHealthy && !this.#backoff.isStormy(performance.now())) this.#health.answered();
        },
        onSettled: (call) => this.#settled(call),
        onSuspend: (call) => {
          this.#give(call);
          this.#pump();
        },
        onResume: (call, proceed) => {
          const answers = this.#resumes.get(call) ?? [];
          answers.push(proceed);
          this.#resumes.set(call, answers);
          this.#pump();
        },
        onRetire: () => {
          if (this.#current === session) this.#current = null;
          this.#pump();
        },
        onExit: (end) => this.#exited(session, end),
        onProcessLog: (entry) => this.#events.onProcessLog(entry),
      },
    );
    this.#sessions.add(session);
    this.#current = session;
  }

  #settled(call: ActiveCall): void {
    this.#inFlight.delete(call);
    this.#give(call);
    this.lastUsed = performance.now();
    this.#pump();
    this.#releaseIfRetired();
  }

  #exited(session: ProviderSession, end: SessionEnd): void {
    this.#sessions.delete(session);
    const wasCurrent = this.#current === session;
    if (wasCurrent) this.#current = null;
    if (!end.isExpected) {
      this.#backoff.crashed(end.hasSucceeded, performance.now());
      if (!end.wasReady) this.#health.broke(describeEnding(end));
      else if (this.#backoff.isLooping)
        this.#health.broke(describeEnding({ ...end, reason: `${end.reason}, again and again` }));
    }
    if (wasCurrent && !end.wasReady) this.#failQueue(end);
    this.#pump();
    this.#tellEnd();
  }

  #tellEnd(): void {
    if (this.#sessions.size === 0 && this.isIdle) for (const resolve of this.#ended.splice(0)) resolve();
  }

  /** A process that did not even start will not start soon: waiting calls fail with the reason. */
  #failQueue(end: SessionEnd): void {
    const delay = this.#backoff.remaining(performance.now());
    const retryAfter = delay > 0 ? Math.ceil(delay / 1_000) : null;
    // It was given nothing yet, and so reveals nothing.
    for (const call of this.#queue) call.failWithProcess(end.kind, describeEnding(end), { retryAfter });
    this.#queue.clear();
  }
}
