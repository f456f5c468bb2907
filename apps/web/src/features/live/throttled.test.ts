import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Pace, throttled } from "./throttled.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** Calls at these times, and when it was called for them. */
async function called(at: readonly number[], pace: Pace, takes = 0): Promise<number[]> {
  const times: number[] = [];
  const refresh = throttled(
    async () => {
      times.push(Date.now());
      if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes));
    },
    () => pace,
    () => true,
  );
  for (const time of at) setTimeout(refresh, time);
  await vi.runAllTimersAsync();
  return times;
}

it.each<[string, number[], Pace, number, number[]]>([
  ["one call is answered at once", [10], {}, 0, [10]],
  ["those that follow soon are answered by one, later", [0, 10, 100], {}, 0, [0, 400]],
  ["it is called at most as often as it says", [0, 10, 900, 1100], { every: 1000 }, 0, [0, 1000, 2000]],
  ["one that takes long is followed by another for what came meanwhile", [0, 500], {}, 2000, [0, 2000]],
  ["the first may wait for more", [0, 900, 1600], { after: 1500 }, 0, [1500, 3100]],
  [
    "what is read may have to be as old as that",
    [0, 900, 40_000],
    { after: 30_000, afterEach: true },
    0,
    [30_000, 60_000, 90_000],
  ],
])("%s", async (_, at, pace, takes, expected) => {
  expect(await called(at, pace, takes)).toEqual(expected);
});

it("nothing is called for what is no longer shown, and it goes on when it is shown again", async () => {
  let isShown = false;
  const refresh = vi.fn(() => Promise.resolve());
  const call = throttled(
    refresh,
    () => ({ after: 100 }),
    () => isShown,
  );
  call();
  await vi.runAllTimersAsync();
  expect(refresh).not.toHaveBeenCalled();
  isShown = true;
  call();
  await vi.runAllTimersAsync();
  expect(refresh).toHaveBeenCalledOnce();
});
