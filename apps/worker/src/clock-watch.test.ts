import { expect, it } from "vitest";
import { ClockWatch } from "./clock-watch.ts";

/** Looks at a database whose clock shows `shown`, which takes from one time to another. */
function watch(): (shown: number, from: number, until?: number) => Promise<boolean> {
  let time = 0;
  const clock = new ClockWatch(100, () => time);
  return (shown, from, until = from) => {
    time = from;
    return clock.hasJumped(async () => {
      time = until;
      return new Date(shown);
    });
  };
}

it("notices a clock that went further than time has passed, once", async () => {
  const check = watch();
  expect(await check(50_000, 0)).toBe(false);
  expect(await check(51_000, 1000)).toBe(false);
  expect(await check(55_101, 5000)).toBe(true);
  expect(await check(56_101, 6000)).toBe(false);
});

it("takes a slow answer, a pause, and a clock that was set back for none", async () => {
  const check = watch();
  await check(50_000, 0);
  expect(await check(59_000, 1000, 9000)).toBe(false);
  expect(await check(69_000, 19_000)).toBe(false);
  expect(await check(10_000, 20_000)).toBe(false);
  expect(await check(11_000, 21_000)).toBe(false);
});
