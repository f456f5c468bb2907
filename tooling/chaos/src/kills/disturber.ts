import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Disturbance, Random } from "@pragma/testing/chaos";
import { leavesBelow, signalAll } from "@pragma/testing/process-tree";
import type { Program } from "@pragma/testing/program";
import { LEASE_SECONDS, type Stack } from "../stack/stack.ts";

type Disruption =
  | "kill worker"
  | "restart worker"
  | "pause worker"
  | "stall worker"
  | "kill api"
  | "pause api"
  | "kill provider"
  | "pause provider"
  | "crash database"
  | "pause database"
  | "stall database"
  | "hang database";

const WEIGHTS: Readonly<Record<Disruption, number>> = {
  "kill worker": 4,
  "restart worker": 2,
  "pause worker": 3,
  "stall worker": 1,
  "kill api": 3,
  "pause api": 2,
  "kill provider": 4,
  "pause provider": 3,
  "crash database": 2,
  "pause database": 3,
  "stall database": 1,
  "hang database": 1,
};

/** Between two of them, in milliseconds, so that work gets done at all. */
const REST = [500, 2500] as const;

/** So long the API waits for an answer of its database: for a statement, and for the word that it was cancelled. */
const API_PATIENCE_MS = 17_000;

/** Kills, stops and crashes what the stack consists of, one thing after another. */
export class Disturber {
  readonly disturbances: Disturbance[] = [];
  readonly #stack: Stack;
  readonly #random: Random;
  #databasePausedMs = 0;
  #resume: () => void = () => {};

  constructor(stack: Stack, random: Random) {
    this.#stack = stack;
    this.#random = random;
  }

  /** Goes on until `stopped` aborts. Resolves when everything runs again. */
  async run(stopped: AbortSignal): Promise<void> {
    for (;;) {
      await sleep(this.#random.between(...REST), undefined, { signal: stopped }).catch(() => {});
      if (stopped.aborted) return;
      await this.#disturb(this.#random.weighted(WEIGHTS));
    }
  }

  /** The pauses of the database so far, up to the end of the one that goes on: so long nobody could do anything. */
  get databasePausedMs(): number {
    return this.#databasePausedMs;
  }

  /** Lets go on what is paused, for when everything ends before the pause does. */
  resume(): void {
    this.#resume();
  }

  async #disturb(disruption: Disruption): Promise<void> {
    const random = this.#random;
    const { database } = this.#stack;
    const worker = random.pick(this.#stack.workers);
    const api = random.pick(this.#stack.apis);
    switch (disruption) {
      case "kill worker":
        return this.#restart(worker, () => worker.kill());
      case "restart worker":
        return this.#restart(worker, () => worker.stop());
      case "kill api":
        return this.#restart(api, () => api.kill());
      case "pause worker":
        return this.#pause(worker.name, [worker.pid], random.between(200, 1500));
      case "stall worker":
        return this.#pause(worker.name, [worker.pid], LEASE_SECONDS * 1000 + random.between(500, 3000));
      case "pause api":
        return this.#pause(api.name, [api.pid], random.between(200, 3000));
      case "kill provider":
        return this.#note("kill", "provider", async () => signalAll(this.#providers(), "SIGKILL"));
      case "pause provider":
        return this.#pauseProvider(random.between(200, 3000));
      case "crash database":
        return this.#note("crash", "database", async () => {
          await database.kill();
          await sleep(random.below(1000));
          await database.start();
        });
      case "pause database":
        return this.#pauseDatabase(random.between(500, 3000));
      case "stall database":
        return this.#pauseDatabase(LEASE_SECONDS * 1000 + random.between(500, 3000));
      case "hang database":
        return this.#pauseDatabase(API_PATIENCE_MS + random.between(500, 3000));
    }
  }

  #pauseProvider(ms: number): Promise<void> {
    const pids = this.#providers();
    return this.#pause(pids.some(isEgress) ? "egress" : "provider", pids, ms);
  }

  /** One provider's process, or that which carries its worker's providers' connections. */
  #providers(): number[] {
    const pids = this.#stack.workers.flatMap(({ pid }) => (pid === undefined ? [] : leavesBelow(pid)));
    return pids.length === 0 ? [] : [this.#random.pick(pids)];
  }

  #restart(program: Program, end: () => Promise<unknown>): Promise<void> {
    return this.#note("kill", program.name, async () => {
      await end();
      await sleep(this.#random.below(2000));
      await program.start();
    });
  }

  #pause(whom: string, pids: readonly (number | undefined)[], ms: number): Promise<void> {
    const known = pids.filter((pid) => pid !== undefined);
    return this.#pauseBy(
      whom,
      async () => signalAll(known, "SIGSTOP"),
      () => signalAll(known, "SIGCONT"),
      ms,
    );
  }

  #pauseDatabase(ms: number): Promise<void> {
    const { database } = this.#stack;
    this.#databasePausedMs += ms;
    return this.#pauseBy(
      "database",
      () => database.pause(),
      () => database.resume(),
      ms,
    );
  }

  #pauseBy(whom: string, pause: () => Promise<void>, resume: () => void, ms: number): Promise<void> {
    return this.#note("pause", whom, async () => {
      this.#resume = resume;
      await pause();
      await sleep(ms);
      resume();
      this.#resume = () => {};
    });
  }

  async #note(what: Disturbance["what"], whom: string, disruption: () => Promise<void>): Promise<void> {
    const from = Date.now();
    await disruption();
    this.disturbances.push({ what, whom, from, until: Date.now() });
  }
}

function isEgress(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("keeper");
  } catch {
    return false;
  }
}
