import { randomUUID } from "node:crypto";
import { type Database, isOutage } from "@pragma/db";
import {
  enqueueReconcile,
  finishReconcileRequests,
  type PendingReconcile,
  type TakeRequests,
  type Turn,
  takeReconcileRequests,
} from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import { providerOf } from "./provider-of.ts";
import type { ProviderSlots } from "./provider-slots.ts";

export interface ReconcileQueueOptions {
  /** On separate connections: the others may all be waiting. */
  db: Database;
  /** Rejects while `db` is not known to be the platform's: no requests are taken before. */
  checkDatabase: () => Promise<void>;
  logger: Logger;
  /** The worker that takes reconcile requests. */
  worker: string;
  /** Looks at once. */
  concurrency: number;
  /**
   * Concurrent requests per organization: fewer, so that an organization whose requests are all blocked does not block
   * others.
   */
  organizationConcurrency: number;
  /** Requests that are not done by then are queued again. */
  seconds: number;
  slots: ProviderSlots;
  /** The providers that the worker runs now: requests of others stay in line. */
  runs: () => NonNullable<TakeRequests["runs"]>;
  /**
   * Looks at a resource.
   * @param leave gives its provider's slot back
   * @param giveWay lets another request take its place, if it only waits from then on; a second call does nothing
   */
  reconcile(request: PendingReconcile, leave: () => void, giveWay: () => void): Promise<void>;
}

/** Finds looks without a notification. */
const POLL_MS = 1000;
/** While requests are running, others are taken in batches: taking one costs about as much as taking many. */
const GATHER_MS = 4;
/** The free room that justifies a take; with less, wait a little for more. */
const ROOM = 8;
const GATHER_ROOM_MS = 20;
/** A request that failed because of the platform is repeated after a while. */
const AGAIN_SECONDS = 3;

/** A worker that could not take looks for this long is cut off from its database. */
const CUT_OFF_MS = 5000;

/** A batch of requests, until the last of them is done. */
interface Batch {
  readonly id: string;
  left: number;
  /** Not to be reported as done: one of its requests must be queued again. */
  isKept: boolean;
}

/**
 * Takes pending reconcile requests in turns (`takeReconcileRequests`) and executes them. It takes only as many as it has room for: the rest
 * stays queued, in order, for any worker.
 */
export class ReconcileQueue {
  readonly #options: ReconcileQueueOptions;
  /** Workers begin at different places. */
  #turn: Turn = { after: randomUUID(), round: 0 };
  /** Running requests, by organization; those that gave way are no longer counted. */
  readonly #underWay = new Map<string, number>();
  #running = 0;
  /** Requests that have not ended. */
  #open = 0;
  /** Looks were queued since the last take. */
  #hasNew = true;
  /** The last take left some in the queue. */
  #hasMore = false;
  /** How much room was freed since. */
  #freed = 0;
  #taking: Promise<void> | undefined;
  #lastTake = Number.NEGATIVE_INFINITY;
  #next: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #due: NodeJS.Timeout | undefined;
  #done: string[] = [];
  #finishing: Promise<void> | undefined;
  /** The first of the failed takes since the last that succeeded, on the monotonic clock. */
  #failingSince: number | undefined;
  /** The last take failed, and not by an outage: news makes the next one no more likely to succeed. */
  #isRefused = false;
  #isStarted = false;
  #isStopping = false;
  #idle: (() => void) | undefined;

  constructor(options: ReconcileQueueOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStarted = true;
    this.#poll = setInterval(() => this.pulse(), POLL_MS);
    this.pulse();
  }

  /** Whether no request could be taken for a while: the database does not answer, or not here. */
  get isCutOff(): boolean {
    return this.#failingSince !== undefined && performance.now() - this.#failingSince > CUT_OFF_MS;
  }

  /** There are new requests in the queue. */
  pulse(): void {
    this.#hasNew = true;
    this.#schedule();
  }

  /** There is room where there was none. */
  roomCameFree(): void {
    this.#freed++;
    this.#schedule();
  }

  /** Takes no more requests, and resolves when the running ones are done. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#poll);
    clearTimeout(this.#due);
    clearTimeout(this.#next);
    await this.#taking;
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.#finish();
  }

  #schedule(): void {
    if (!this.#isStarted || this.#isStopping || this.#taking || this.#running >= this.#options.concurrency) return;
    const pause = this.#pause();
    if (pause === undefined) return;
    clearTimeout(this.#next);
    const wait = this.#lastTake + pause - performance.now();
    if (wait <= 0) this.#take();
    else this.#next = setTimeout(() => this.#schedule(), wait);
  }

  /** How long after the last take the next one is due; undefined if there is nothing to take. */
  #pause(): number | undefined {
    if (!this.#hasNew && !(this.#hasMore && this.#freed > 0)) return undefined;
    if (this.#isRefused) return POLL_MS;
    if (this.#running === 0) return 0;
    return this.#hasNew || this.#freed >= ROOM ? GATHER_MS : GATHER_ROOM_MS;
  }

  #take(): void {
    clearTimeout(this.#next);
    this.#hasNew = false;
    this.#freed = 0;
    this.#taking = this.#takeOnce()
      .catch((error: unknown) => {
        this.#failingSince ??= performance.now();
        this.#isRefused = !isOutage(error);
        const level = this.#isRefused ? "error" : "debug";
        this.#options.logger[level]({ err: error }, "reconcile requests could not be taken; the next poll tries again");
      })
      .finally(() => {
        this.#taking = undefined;
        this.#lastTake = performance.now();
        this.#schedule();
      });
  }

  async #takeOnce(): Promise<void> {
    const { db, worker, seconds, slots, concurrency, organizationConcurrency, runs } = this.#options;
    await this.#options.checkDatabase();
    const { batch, requests, turn, more, dueMs } = await takeReconcileRequests(db, {
      worker,
      seconds,
      wanted: concurrency - this.#running,
      turn: this.#turn,
      runs: runs(),
      lanes: { any: slots.each, less: slots.inUse() },
      organizations: {
        any: organizationConcurrency,
        less: [...this.#underWay].map(([of, count]) => ({ of, room: organizationConcurrency - count })),
      },
    });
    this.#failingSince = undefined;
    this.#isRefused = false;
    this.#turn = turn;
    this.#hasMore = more;
    this.#wakeIn(dueMs);
    if (batch === null) return;
    const taken: Batch = { id: batch, left: requests.length, isKept: false };
    for (const request of requests) void this.#carryOut(request, taken);
  }

  /** Requests queued before the next poll do not wait for it. */
  #wakeIn(milliseconds: number | null): void {
    clearTimeout(this.#due);
    if (milliseconds !== null && milliseconds < POLL_MS) {
      this.#due = setTimeout(() => this.pulse(), Math.max(1, Math.ceil(milliseconds)));
    }
  }

  async #carryOut(request: PendingReconcile, batch: Batch): Promise<void> {
    const { slots, logger } = this.#options;
    const { organizationId, key } = request;
    const giveWay = this.#takePlace(organizationId);
    this.#open++;
    const leave = slots.take({ organizationId, provider: providerOf(key) });
    try {
      await this.#options.reconcile(request, leave, giveWay);
    } catch (error) {
      leave();
      logger.warn({ err: error, resource: key }, "a resource could not be looked at; it is looked at again later");
      if (!(await this.#again(request))) batch.isKept = true;
    } finally {
      this.#open--;
      batch.left--;
      if (batch.left === 0 && !batch.isKept) {
        this.#done.push(batch.id);
        void this.#finish();
      }
      if (this.#open === 0) this.#idle?.();
      giveWay();
    }
  }

  /** @returns gives the place back, once */
  #takePlace(organizationId: string): () => void {
    this.#count(organizationId, 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#count(organizationId, -1);
      this.roomCameFree();
    };
  }

  /** @returns false if the database cannot be reached; then its batch is left to be queued again */
  async #again(request: PendingReconcile): Promise<boolean> {
    try {
      await enqueueReconcile(this.#options.db, request, AGAIN_SECONDS);
      return true;
    } catch {
      return false;
    }
  }

  #count(organizationId: string, by: 1 | -1): void {
    this.#running += by;
    const count = (this.#underWay.get(organizationId) ?? 0) + by;
    if (count === 0) this.#underWay.delete(organizationId);
    else this.#underWay.set(organizationId, count);
  }

  /** Reports finished requests in batches. Those that cannot be reported are queued again, which is harmless. */
  #finish(): Promise<void> {
    this.#finishing ??= (async () => {
      while (this.#done.length > 0) {
        await finishReconcileRequests(this.#options.db, this.#done.splice(0)).catch((error: unknown) => {
          this.#options.logger.debug({ err: error }, "reconcile requests could not be reported done");
        });
      }
      this.#finishing = undefined;
    })();
    return this.#finishing;
  }
}
