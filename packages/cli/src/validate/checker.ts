import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Issue } from "./check-value.ts";
import type { CheckRequest } from "./protocol.ts";

/** How long one value may take. */
const DEADLINE_MS = 5_000;

/** Checks values in a thread of its own, which is ended when one takes too long. */
export class Checker {
  #worker: Worker | undefined;

  /** @returns null if it could not be checked: its schema is none, or takes too long on this value */
  async check(request: CheckRequest): Promise<Issue[] | null> {
    this.#worker ??= new Worker(new URL("./thread.js", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const worker = this.#worker;
    try {
      const answer = once(worker, "message", { signal: AbortSignal.timeout(DEADLINE_MS) });
      worker.postMessage(request);
      const [issues] = (await answer) as [Issue[] | null];
      return issues;
    } catch {
      await this.close();
      return null;
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
