import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { ValidationIssue } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import {
  type Batch,
  type BatchResult,
  COMPUTED,
  clock,
  computed,
  IDLE,
  SINCE,
  SLOTS,
  STARTING,
  TASK,
  type Task,
  type ThreadData,
} from "./protocol.ts";
import { TurnQueue } from "./turn-queue.ts";

/** A task as submitted: the lane finds out whether the thread needs the schema too. */
export type Job = {
  task: Task;
  schemaId: string | undefined;
  schema: Schema;
  /** The owner in whose turn it runs. */
  owner: string;
  /** @param took milliseconds on the thread */
  resolve(issues: ValidationIssue[], took: number): void;
  reject(error: Error): void;
};

export type LaneOptions = {
  /** In CPU time: a task that gets no processor on a busy machine is given up after `PATIENCE` times this long. */
  deadlineMs: number;
  /** Answers a job whose task exceeded the deadline or used up the thread's memory. */
  onOverrun(job: Job): void;
};

/** The validator thread could not be started. */
class ValidatorThreadError extends Error {
  override name = "ValidatorThreadError";
}

const MAX_BATCH = 64;
const STARTUP_MS = 30_000;

/** How many deadlines may pass on the wall clock. */
const PATIENCE = 10;

/** Asks for the thread's CPU time at most this often per deadline. */
const LOOKS = 10;

/** Untrusted schemas compile to code; these are the limits of the thread that runs it. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/**
 * One thread with a queue, in which owners take turns. Jobs submitted while a batch runs form the next one. A task that
 * exceeds the deadline ends the thread; the job to blame is answered, and all others of its batch run again on the next
 * thread.
 */
export class ValidatorLane {
  readonly #options: LaneOptions;
  #progress = new Int32Array(new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT));
  readonly #queue = new TurnQueue<Job>();
  #batch: Job[] = [];
  /** Drops to 1 after an overrun: a batch's results are lost with its thread, and must be computed again. */
  #batchSize = MAX_BATCH;
  #worker: Worker | undefined;
  #known = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #scheduled = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** How many of an owner's jobs are not done yet. */
  waiting(owner: string): number {
    return this.#queue.waiting(owner) + this.#batch.filter((job) => job.owner === owner).length;
  }

  submit(job: Job): void {
    this.#queue.add(job.owner, job);
    if (this.#scheduled || this.#batch.length > 0) return;
    this.#scheduled = true;
    // All jobs of this turn of the event loop travel together.
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  async close(): Promise<void> {
    const worker = this.#detach();
    for (const job of this.#drain()) job.reject(new ValidatorThreadError("The schema validator was closed"));
    await worker?.terminate();
  }

  #send(): void {
    if (this.#batch.length > 0) return;
    this.#batch = this.#queue.take(this.#batchSize);
    if (this.#batch.length === 0) return;
    this.#worker ??= this.#start();
    // A starting thread is timed from now on; an idle one has not begun until it says so.
    if (Atomics.load(this.#progress, TASK) !== STARTING) Atomics.store(this.#progress, TASK, 0);
    Atomics.store(this.#progress, SINCE, clock());
    const batch: Batch = { tasks: this.#batch.map((job) => this.#pack(job)) };
    this.#worker.ref();
    this.#worker.postMessage(batch);
    this.#watch(this.#options.deadlineMs);
  }

  #pack({ task, schemaId, schema }: Job): Task {
    if (task.kind === "check" || schemaId === undefined || this.#known.has(schemaId)) return task;
    this.#known.add(schemaId);
    return { ...task, schema: JSON.stringify(schema) };
  }

  #start(): Worker {
    this.#known = new Set();
    // A new buffer: the previous thread may still be writing to its own while it ends.
    const progress = new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT);
    this.#progress = new Int32Array(progress);
    Atomics.store(this.#progress, TASK, STARTING);
    const data: ThreadData = { progress };
    const worker = new Worker(threadFile(), { workerData: data, env: {}, execArgv: [], resourceLimits: LIMITS });
    worker.on("message", (result: BatchResult) => this.#settle(worker, result));
    worker.on("error", (error) => this.#failed(worker, error));
    worker.on("exit", () => this.#failed(worker, new Error("The thread ended")));
    return worker;
  }

  #settle(worker: Worker, { issues, took, evicted }: BatchResult): void {
    if (worker !== this.#worker) return;
    clearTimeout(this.#timer);
    for (const id of evicted) this.#known.delete(id);
    const jobs = this.#batch;
    this.#batch = [];
    this.#batchSize = Math.min(2 * this.#batchSize, MAX_BATCH);
    // An idle thread must not keep the process alive.
    worker.unref();
    for (const [index, job] of jobs.entries()) job.resolve(issues[index] ?? [], took[index] ?? 0);
    this.#send();
  }

  #watch(delayMs: number): void {
    this.#timer = setTimeout(() => {
      const task = Atomics.load(this.#progress, TASK);
      // Finished: the answer is on its way.
      if (task === IDLE) return;
      const since = Atomics.load(this.#progress, SINCE);
      const limit = task === STARTING ? STARTUP_MS : this.#options.deadlineMs;
      const left = limit - ((clock() - since) | 0);
      // A starting thread begins its task at a time of its own, from which that has a deadline of its own.
      if (left > 0) this.#watch(Math.min(left, this.#options.deadlineMs));
      else if (task === STARTING) this.#abandon(new Error("it did not start in time"));
      else if (-left >= (PATIENCE - 1) * limit) this.#overrun(task);
      else void this.#watchComputing(task, since);
    }, delayMs);
  }

  /** The deadline has passed on the wall clock. Only the thread's CPU time tells whether the task used it up. */
  async #watchComputing(task: number, since: number): Promise<void> {
    const { deadlineMs } = this.#options;
    const [worker, progress, batch] = [this.#worker, this.#progress, this.#batch];
    if (worker === undefined) return;
    // A thread that has just ended cannot answer; its exit event handles that.
    const now = await worker.cpuUsage().then(computed, () => undefined);
    if (now === undefined || worker !== this.#worker || batch !== this.#batch) return;
    const spent = (now - Atomics.load(progress, COMPUTED)) | 0;
    // Read last: if the task is still the same, so was its starting point.
    const isSame = Atomics.load(progress, TASK) === task && Atomics.load(progress, SINCE) === since;
    if (isSame && spent >= deadlineMs) this.#overrun(task);
    else this.#watch(isSame ? Math.max(deadlineMs - spent, deadlineMs / LOOKS) : deadlineMs);
  }

  #failed(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return;
    const task = Atomics.load(this.#progress, TASK);
    if (task === STARTING) this.#abandon(error);
    else if (this.#batch.length > 0) this.#overrun(Math.max(task, 0));
    else this.#detach();
  }

  /** Ends the thread at its present task, and runs the others again. */
  #overrun(task: number): void {
    void this.#detach()?.terminate();
    this.#batchSize = 1;
    const [culprit] = this.#batch.splice(task, 1);
    for (const job of this.#batch.reverse()) this.#queue.putBack(job.owner, job);
    this.#batch = [];
    if (culprit !== undefined) this.#options.onOverrun(culprit);
    this.#send();
  }

  /** Nothing can run: otherwise a thread that cannot start would be restarted for ever. */
  #abandon(cause: Error): void {
    void this.#detach()?.terminate();
    for (const job of this.#drain())
      job.reject(new ValidatorThreadError(`The schema validator failed: ${cause.message}`, { cause }));
  }

  #drain(): Job[] {
    const jobs = [...this.#batch, ...this.#queue.clear()];
    this.#batch = [];
    return jobs;
  }

  #detach(): Worker | undefined {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    return worker;
  }
}

/** The thread's entry file: next to the bundle if bundled, else the source. */
function threadFile(): URL {
  const bundled = new URL("../../schemas/validator-thread.js", import.meta.url);
  return existsSync(bundled) ? bundled : new URL("./validator-thread.ts", import.meta.url);
}
