import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@pragma/telemetry";
import { expect, it } from "vitest";
import { ProviderSlots } from "./provider-slots.ts";
import { ReconcileQueue, type ReconcileQueueOptions } from "./reconcile-queue.ts";

/** For pulses, well within the time between two polls. */
const MOMENT_MS = 300;

/** A queue none of whose requests can be taken, how often it tried, and what it logged. */
function createQueue(failure: Error) {
  const log: string[] = [];
  const seen = { takes: 0, log };
  const options: Partial<ReconcileQueueOptions> = {
    checkDatabase: async () => {
      seen.takes++;
      throw failure;
    },
    logger: createLogger({ service: "test", level: "debug", destination: { write: (line) => void log.push(line) } }),
    concurrency: 1,
    slots: new ProviderSlots(1, () => {}),
  };
  return { queue: new ReconcileQueue(options as ReconcileQueueOptions), seen };
}

async function pulseForAMoment(queue: ReconcileQueue): Promise<void> {
  const end = performance.now() + MOMENT_MS;
  queue.start();
  while (performance.now() < end) {
    queue.pulse();
    await sleep(5);
  }
  await queue.stop();
}

it("does not repeat at each pulse what the database refuses, and logs it as an error", async () => {
  const { queue, seen } = createQueue(new Error("permission denied"));
  await pulseForAMoment(queue);
  // A machine that stands still makes a poll come in between.
  expect(seen.takes).toBeLessThan(3);
  expect(new Set(seen.log.map((line) => JSON.parse(line).level))).toEqual(new Set(["error"]));
});

it("tries at each pulse whether an outage is over, and makes no noise", async () => {
  const { queue, seen } = createQueue(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));
  await pulseForAMoment(queue);
  expect(seen.takes).toBeGreaterThan(2);
  expect(new Set(seen.log.map((line) => JSON.parse(line).level))).toEqual(new Set(["debug"]));
});
