import { expect, test } from "vitest";
import { ProcessClock } from "./process-clock.ts";

test("a clock that was never told says nothing", () => {
  expect(new ProcessClock().in(1000, 0)).toBeUndefined();
});

test("the quickest message tells best, and none tells of a later time than there is", () => {
  // The clock is 10,000 ahead; messages take 30, 5 and 200 ms.
  const clock = new ProcessClock();
  expect(clock.told(10_100, 130)).toBe(0);
  expect(clock.in(1000, 130)).toBe(11_100);
  expect(clock.told(10_200, 205)).toBeCloseTo(25, 0);
  expect(clock.in(1000, 205)).toBe(11_200);
  expect(clock.told(10_300, 500)).toBe(0);
  expect(clock.in(1000, 500)).toBeLessThanOrEqual(11_500);
  expect(clock.in(1000, 500)).toBeGreaterThan(11_490);
});

test("what was told long ago counts for less, since clocks drift", () => {
  const clock = new ProcessClock();
  clock.told(10_000, 0);
  // One that goes slower, by a thousandth.
  const shown = (now: number) => 10_000 + now * 0.999;
  for (const now of [1000, 60_000, 300_000]) expect(clock.in(0, now)).toBeLessThanOrEqual(shown(now));
  clock.told(shown(300_000), 300_000);
  expect(clock.in(0, 300_000)).toBe(shown(300_000));
});
