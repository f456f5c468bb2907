import { Worker } from "node:worker_threads";
import type { LongLine } from "./long-line.ts";
import { type ReadMessage, unreadable } from "./read-message.ts";

/**
 * Twice what the most expensive line takes that is not refused unread. Little for what is young: a thread that may
 * have more collects less often, and takes more of the worker's memory than the lines.
 */
const LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4 };

interface Job {
  line: LongLine;
  resolve(read: ReadMessage): void;
}

/**
 * Reads long lines in a thread, so that nobody else waits for them: one at a time, in the order in which they were
 * handed over. Each process hands over one and waits for it, so that they take turns. What reading a line takes is
 * bounded, so there is no deadline. The thread is started by the first long line.
 */
export class LongLineReader {
  readonly #limit: number;
  readonly #waiting: Job[] = [];
  #current: Job | null = null;
  #worker: Worker | null = null;

  /** @param limit bytes that are kept of what is for people */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Reads a line. Its memory, which must belong to it alone, is handed over. Never rejects. */
  read(line: LongLine): Promise<ReadMessage> {
    return new Promise((resolve) => {
      this.#waiting.push({ line, resolve });
      if (!this.#current) this.#next();
    });
  }

  /** Ends the thread. What waits is not read any more. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#current = null;
    this.#waiting.length = 0;
    await worker?.terminate();
  }

  #next(): void {
    const job = this.#waiting.shift();
    if (!job) {
      // An idle thread must not keep the process alive.
      this.#worker?.unref();
      return;
    }
    this.#current = job;
    try {
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage(job.line, [job.line.bytes.buffer as ArrayBuffer]);
    } catch (error) {
      this.#settle(failed(error));
    }
  }

  #start(): Worker {
    const url = new URL("./reading-thread.ts", import.meta.url);
    const worker = new Worker(url, { workerData: this.#limit, env: {}, execArgv: [], resourceLimits: LIMITS });
    const ended = (error: unknown): void => {
      if (worker !== this.#worker) return;
      // The next line gets another.
      this.#worker = null;
      if (this.#current) this.#settle(failed(error));
    };
    worker.on("message", (read: ReadMessage) => {
      if (worker === this.#worker) this.#settle(read);
    });
    worker.on("error", ended);
    worker.on("exit", () => ended(new Error("the thread ended")));
    return worker;
  }

  #settle(read: ReadMessage): void {
    const job = this.#current;
    this.#current = null;
    job?.resolve(read);
    this.#next();
  }
}

function failed(error: unknown): ReadMessage {
  const why = error instanceof Error ? error.message : String(error);
  return unreadable("", `sent a message that could not be read: ${why}`);
}
