import { setTimeout as sleep } from "node:timers/promises";
import type { Disturbance, Random } from "@pragma/testing/chaos";
import type { Program } from "../stack/program.ts";
import { LEASE_SECONDS, type Stack } from "../stack/stack.ts";
import { leavesBelow } from "./descendants.ts";

type Deed =
  | "kill worker"
  | "restart worker"
  | "pause worker"
  | "stall worker"
  | "kill api"
  | "pause api"
  | "kill provider"
  | "pause provider"
  | "crash database";

const WEIGHTS: Readonly<Record<Deed, number>> = {
  "kill worker": 4,
  "restart worker": 2,
  "pause worker": 3,
  "stall worker": 1,
  "kill api": 3,
  "pause api": 2,
  "kill provider": 4,
  "pause provider": 3,
  "crash database": 2,
};

/** Between two of them, in milliseconds, so that work gets done at all. */
const REST = [500, 2500] as const;

/** Kills, stops and crashes what the stack consists of, one thing after another. */
export class Disturber {
  readonly disturbances: Disturbance[] = [];
  readonly #stack: Stack;
  readonly #random: Random;

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

  async #disturb(deed: Deed): Promise<void> {
    const random = this.#random;
    const { database } = this.#stack;
    const worker = random.pick(this.#stack.workers);
    const api = random.pick(this.#stack.apis);
    switch (deed) {
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
        return this.#pause("provider", this.#providers(), random.between(200, 3000));
      case "crash database":
        return this.#note("crash", "database", async () => {
          await database.kill();
          await sleep(random.below(1000));
          await database.start();
        });
    }
  }

  /** One provider's process. */
  #providers(): number[] {
    const pids = this.#stack.workers.flatMap(({ pid }) => (pid === undefined ? [] : leavesBelow(pid)));
    return pids.length === 0 ? [] : [this.#random.pick(pids)];
  }

  #restart(program: Program, end: () => Promise<void>): Promise<void> {
    return this.#note("kill", program.name, async () => {
      await end();
      await sleep(this.#random.below(2000));
      await program.start();
    });
  }

  #pause(whom: string, pids: readonly (number | undefined)[], ms: number): Promise<void> {
    const known = pids.filter((pid) => pid !== undefined);
    return this.#note("pause", whom, async () => {
      signalAll(known, "SIGSTOP");
      await sleep(ms);
      signalAll(known, "SIGCONT");
    });
  }

  async #note(what: Disturbance["what"], whom: string, deed: () => Promise<void>): Promise<void> {
    const from = Date.now();
    await deed();
    this.disturbances.push({ what, whom, from, until: Date.now() });
  }
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
