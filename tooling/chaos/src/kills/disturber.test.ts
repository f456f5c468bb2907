import { Random } from "@pragma/testing/chaos";
import { expect, it } from "vitest";
import type { Stack } from "../stack/stack.ts";
import { Disturber } from "./disturber.ts";

const PATIENT = { timeout: 15_000 };

/** Lets one disruption be done, after the shortest rest, and each pause take no time. */
class OneDisruption extends Random {
  readonly lengths: [number, number][] = [];
  readonly #disruption: string;
  readonly #stopped: AbortController;

  constructor(disruption: string, stopped: AbortController) {
    super("disruption");
    this.#disruption = disruption;
    this.#stopped = stopped;
  }

  override between(first: number, last: number): number {
    this.lengths.push([first, last]);
    return 1;
  }

  override weighted<Key extends string>(): Key {
    this.#stopped.abort();
    return this.#disruption as Key;
  }
}

async function disturb(disruption: string, pause = async (): Promise<void> => {}) {
  const calls: string[] = [];
  const database = {
    pause: () => pause().then(() => void calls.push("pause")),
    resume: () => void calls.push("resume"),
  };
  const program = { name: "program", pid: undefined };
  const stopped = new AbortController();
  const disturber = new Disturber(
    { database, workers: [program], apis: [program] } as unknown as Stack,
    new OneDisruption(disruption, stopped),
  );
  return { disturber, calls, ended: disturber.run(stopped.signal) };
}

it("pauses the database and resumes it before it ends, though the round is over", async () => {
  const { disturber, calls, ended } = await disturb("pause database");
  await ended;
  expect(calls).toEqual(["pause", "resume"]);
  expect(disturber.disturbances).toMatchObject([{ what: "pause", whom: "database" }]);
  expect(disturber.databasePausedMs).toBe(1);
});

it("pauses it for longer than a lease, and for longer than the API waits for it", async () => {
  const [stall, hang] = [await disturb("stall database"), await disturb("hang database")];
  // Neither has ended.
  await expect
    .poll(() => [stall.disturber.databasePausedMs, hang.disturber.databasePausedMs], PATIENT)
    .toEqual([3001, 17_001]);
  for (const { disturber, calls } of [stall, hang]) {
    await expect.poll(() => calls, PATIENT).toEqual(["pause"]);
    disturber.resume();
    expect(calls).toEqual(["pause", "resume"]);
    expect(disturber.disturbances).toEqual([]);
  }
});

it("resumes nothing where nothing is paused", async () => {
  const { disturber, calls, ended } = await disturb("pause database");
  disturber.resume();
  expect(calls).toEqual([]);
  await ended;
  disturber.resume();
  expect(calls).toEqual(["pause", "resume"]);
});
