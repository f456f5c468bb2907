import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import type { ActiveCall } from "./active-call.ts";
import { AloneCalls } from "./alone-calls.ts";

/** Processes at once. */
const MOST = 8;

it("counts a process until it is gone: only then the next call begins", async () => {
  const begun: ActiveCall[] = [];
  const ended: (() => void)[] = [];
  const calls = new AloneCalls(() => ({
    enqueue: (call) => void begun.push(call),
    cancel: () => {},
    close: () => new Promise<void>((resolve) => void ended.push(resolve)),
  }));
  const all = Array.from({ length: MOST + 2 }, () => ({ waited: () => {}, cancel: () => {} }) as unknown as ActiveCall);
  for (const call of all) calls.enqueue(call);
  expect(begun).toEqual(all.slice(0, MOST));

  calls.settled(all[0] as ActiveCall);
  await setImmediate();
  expect([begun.length, calls.processCount]).toEqual([MOST, MOST]);
  for (const end of ended) end();
  await setImmediate();
  expect(begun.length).toBe(MOST + 1);
});
