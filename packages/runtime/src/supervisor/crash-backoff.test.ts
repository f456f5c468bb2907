import { expect, test } from "vitest";
import { CrashBackoff } from "./crash-backoff.ts";

test("the first crash costs nothing, further ones double up to the bound", () => {
  const backoff = new CrashBackoff(1_000);
  const delays = Array.from({ length: 6 }, () => {
    backoff.crashed(false, 5_000);
    return backoff.remaining(5_000);
  });

  expect(delays).toEqual([0, 250, 500, 1_000, 1_000, 1_000]);
  expect(backoff.remaining(5_900)).toBe(100);
  expect(backoff.remaining(9_000)).toBe(0);
});

test("a process that did some work begins a new count", () => {
  const backoff = new CrashBackoff(1_000);
  for (let crash = 0; crash < 4; crash++) backoff.crashed(false, 0);
  backoff.crashed(true, 0);

  expect(backoff.remaining(0)).toBe(0);
});

test("work done in between does not help a process that ends all the time", () => {
  const backoff = new CrashBackoff(1_000);
  const delays = Array.from({ length: 13 }, () => {
    backoff.crashed(true, 5_000);
    return backoff.remaining(5_000);
  });

  expect(delays).toEqual([...Array(10).fill(0), 250, 500, 1_000]);
  expect([backoff.isLooping, backoff.isStormy(5_000), backoff.isStormy(70_000)]).toEqual([true, true, false]);
  backoff.crashed(true, 70_000);
  expect([backoff.isLooping, backoff.remaining(70_000)]).toEqual([false, 0]);
});
