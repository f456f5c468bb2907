import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { atOnce, inTurns, type Steps, stepwise } from "./in-turns.ts";

function* busy(steps: number, milliseconds: number): Steps<string> {
  for (let step = 0; step < steps; step++) {
    for (const end = performance.now() + milliseconds; performance.now() < end; );
    yield;
  }
  return "done";
}

/** How many turns others had meanwhile. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  let turns = 0;
  for (await nextTurn(); !isOver; await nextTurn()) turns++;
  return turns;
}

it("gives others a turn whenever steps have taken their time", async () => {
  expect(await turnsDuring(inTurns(busy(10, 5)))).toBeGreaterThanOrEqual(9);
});

it("carries out quick steps in one piece", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  const work = inTurns(stepwise(Array(1000), () => {}));
  expect(await Promise.race([work, nextTurn("later")])).toBeUndefined();
  vi.restoreAllMocks();
});

it("returns and throws what the steps do", async () => {
  const failing = (): Steps<never> => stepwise([1], () => expect.fail("no")) as Steps<never>;
  expect(atOnce(busy(3, 0))).toBe("done");
  expect(() => atOnce(failing())).toThrow("no");
  await expect(inTurns(failing())).rejects.toThrow("no");
});

it("ends a step after every 25 items", () => {
  const seen: number[] = [];
  const steps = stepwise(
    Array.from({ length: 60 }, (_, index) => index),
    (item) => seen.push(item),
  );
  const sizes: number[] = [];
  while (!steps.next().done) sizes.push(seen.length);
  expect(sizes).toEqual([25, 50]);
  expect(seen).toHaveLength(60);
});
